import { REFUSAL_CODES, REFUSALS, type Refusal, type RefusalCode } from '../../applications/index.js'
import type { LeafNode, Vocabulary } from '@lueqiao/matching-engine'
import { describeCondition, formatValue } from '@lueqiao/matching-engine'
import { leavesIn, type CaseFile } from './case-file.js'

/** The conditions that a refusal may name: those the bank may see, in the order of the rule, without duplicates. */
export function nameableConditions({ conditions }: Pick<CaseFile, 'conditions'>): readonly LeafNode[] {
  const leaves = (conditions ?? []).flatMap(leavesIn)
  return leaves.filter((leaf, place) => leaves.findIndex((other) => keyOf(other) === keyOf(leaf)) === place)
}

/** The form value of a condition. */
export const keyOf = ({ fact, op, value }: LeafNode): string => JSON.stringify([fact, op, value])

/** Whether a refusal code may name this condition. A condition met at submission can only be named as not confirmed. */
export const isNameable = (code: RefusalCode, { state }: LeafNode): boolean =>
  code === 'fact-not-confirmed' || state !== 'pass'

/** The refusal codes for this case; `condition-failed` only when a condition failed or is unknown. */
export function codesFor(file: Pick<CaseFile, 'conditions'>): readonly RefusalCode[] {
  const has = nameableConditions(file).some((leaf) => isNameable('condition-failed', leaf))
  return REFUSAL_CODES.filter((code) => code !== 'condition-failed' || has)
}

/** What the text of a refusal needs. */
export type RefusalFacts = { readonly names: Vocabulary; readonly facts: CaseFile['facts'] }

/** The refusal as the enterprise reads it: the condition in a sentence, and what would change the decision. */
export function refusalFrom(
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

/** The fact that a bank can refute: a requested amount is no statement, so there it is the fact that bounds it. */
const statedFact = ({ fact, value }: LeafNode): string =>
  fact === 'need.amountWan' && typeof value === 'object' && 'of' in value ? value.of : fact
