import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'

export type PipelineContext = {
  source: Iterable<Document>
  /** Documents of another collection; with `filter`, those that match it (an index may be used). */
  collection: (name: string, filter?: Document) => Iterable<Document>
  now: Date
  let?: Document | undefined
  collation?: Collation | undefined
}

export function runPipeline(stages: readonly Document[], context: PipelineContext): Iterable<Document> {
  throw new CommandError('NotImplemented', `pipeline ${stages.length} ${typeof context}`)
}

/** Takes a trailing $out or $merge off the pipeline; elsewhere they are refused. */
export function splitWriteStage(stages: readonly Document[]): { stages: Document[]; write: Document | null } {
  throw new CommandError('NotImplemented', `pipeline ${stages.length}`)
}

export type Pushdown = { filter?: Document; sort?: Document; skip?: number; limit?: number; rest: Document[] }

/** The leading $match, $sort, $skip and $limit, for a plan by index, and the stages left to run. */
export function pushdown(stages: readonly Document[]): Pushdown {
  return { rest: [...stages] }
}
