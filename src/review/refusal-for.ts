import { REFUSALS, type Refusal, type RefusalCode } from '../applications/index.js'
import type { LeafNode, Vocabulary } from '../matching/engine/index.js'
import { describeCondition } from '../matching/engine/index.js'
import { leavesIn, type CaseFile } from './case-file.js'

/** The conditions of the product that a refusal may name: those the bank may see, in the order of the rule. */
export function conditionsToName({ conditions }: Pick<CaseFile, 'conditions'>): readonly LeafNode[] {
  const leaves = (conditions ?? []).flatMap(leavesIn)
  return leaves.filter((leaf, place) => leaves.findIndex((other) => keyOf(other) === keyOf(leaf)) === place)
}

/** Names a condition in a form. */
export const keyOf = ({ fact, op, value }: LeafNode): string => JSON.stringify([fact, op, value])

/** Whether a code may name this condition: one that was met at submission is only ever found to be untrue. */
export const mayName = (code: RefusalCode, { state }: LeafNode): boolean =>
  code === 'fact-not-confirmed' || state !== 'pass'

/** What the enterprise reads: the condition in a sentence, and what would change the answer. */
export function refusalFor(
  code: RefusalCode,
  text: string,
  leaf: LeafNode | null,
  names: Vocabulary,
): Omit<Refusal, 'at' | 'by'> {
  const { wayOn } = REFUSALS[code]
  if (leaf === null) return { code, text, condition: null, wayOn }
  const { fact, sentence, state } = leaf
  const needed = describeCondition(leaf, names)
  const change = state === 'unknown' ? `补充能证明“${needed}”的内容` : `达到“${needed}”`
  return {
    code,
    text,
    condition: { fact, sentence },
    wayOn: code === 'fact-not-confirmed' ? wayOn : `${change}后可再次申请，或选择没有这项条件的产品。`,
  }
}
