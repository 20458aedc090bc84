import { CommandError } from '../errors.js'
import { has, isDocument } from '../values/document.js'
import type { Document } from '../values/document.js'
import { scopeOf } from './expression.js'
import { runStages } from './stages.js'
import type { PipelineContext } from './stages.js'

export { pushdown } from './pushdown.js'
export type { Pushdown } from './pushdown.js'
export type { PipelineContext } from './stages.js'

/** Runs a pipeline lazily where its stages allow. All stages are checked before the first document is read. */
export function runPipeline(stages: readonly Document[], context: PipelineContext): Iterable<Document> {
  const scope = scopeOf({ let: context.let, collation: context.collation, now: context.now })
  return runStages(stages, scope, context)
}

/** Takes a trailing $out or $merge off the pipeline; anywhere else they are refused. */
export function splitWriteStage(stages: readonly Document[]): { stages: Document[]; write: Document | null } {
  const isWrite = (stage: unknown): boolean => isDocument(stage) && (has(stage, '$out') || has(stage, '$merge'))
  const last = stages.at(-1)
  const write = last !== undefined && isWrite(last) ? last : null
  const others = stages.slice(0, write === null ? undefined : -1)
  const misplaced = others.find(isWrite)
  if (misplaced !== undefined) {
    const name = has(misplaced, '$out') ? '$out' : '$merge'
    throw new CommandError(40601, `${name} can only be the final stage in the pipeline`)
  }
  return { stages: others, write }
}
