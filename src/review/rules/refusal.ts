import { REFUSAL_CODES, REFUSALS, type Refusal, type RefusalCode } from '../../applications/index.js'
import type { LeafNode, Vocabulary } from '@lueqiao/matching-engine'
import { describeCondition, formatValue } from '@lueqiao/matching-engine'
import { leavesIn, type CaseFile } from './case-file.js'

/** The conditions of the product that a refusal may name: those the bank may see, in the order of the rule. */
export function nameableConditions({ conditions }: Pick<CaseFile, 'conditions'>): readonly LeafNode[] {
  const leaves = (conditions ?? []).flatMap(leavesIn)
  return leaves.filter((leaf, place) => leaves.findIndex((other) => keyOf(other) === keyOf(leaf)) === place)
}

/** Names a condition in a form. */
export const keyOf = ({ fact, op, value }: LeafNode): string => JSON.stringify([fact, op, value])

/** Whether a code may name this condition: one that was met at submission is only ever found to be untrue. */
export const isNameable = (code: RefusalCode, { state }: LeafNode): boolean =>
  code === 'fact-not-confirmed' || state !== 'pass'

/** The codes that this case can be refused with: a failed condition only where one failed or is not known. */
export function codesFor(file: Pick<CaseFile, 'conditions'>): readonly RefusalCode[] {
  const has = nameableConditions(file).some((leaf) => isNameable('condition-failed', leaf))
  return REFUSAL_CODES.filter((code) => code !== 'condition-failed' || has)
}

/** What a refusal is put into words with. */
export type RefusalFacts = { readonly names: Vocabulary; readonly facts: CaseFile['facts'] }

/** What the enterprise reads: the condition in a sentence, and what would change the answer. */
export function refusalOf(
  code: RefusalCode,
  text: string,
  leaf: LeafNode | null,
  { names, facts }: RefusalFacts,
): Omit<Refusal, 'at' | 'by'> {
  const { wayOn } = REFUSALS[code]
  if (leaf === null) return { code, text, condition: null, wayOn }
  const { sentence, state } = leaf
  if (code === 'fact-not-confirmed') {
    const fact = statedFact(leaf)
    const value = fact === leaf.fact ? leaf.actual : facts.find((one) => one.fact === fact)?.value
    const stated = value === null || value === undefined ? {} : { stated: formatValue(fact, value, names) }
    return { code, text, condition: { fact, sentence, ...stated }, wayOn }
  }
  const needed = describeCondition(leaf, names)
  const change = state === 'unknown' ? `补充能证明“${needed}”的内容` : `达到“${needed}”`
  return {
    code,
    text,
    condition: { fact: leaf.fact, sentence },
    wayOn: `${change}后可再次申请，或选择没有这项条件的产品。`,
  }
}

/** What a bank can find to be untrue: the amount asked for is a wish, so there it is what the amount is measured by. */
const statedFact = ({ fact, value }: LeafNode): string =>
  fact === 'need.amountWan' && typeof value === 'object' && 'of' in value ? value.of : fact
