import { describeCondition, type Rule, type Vocabulary } from '@lueqiao/matching-engine'
import { basisBadge, type BasisBadge } from './basis-badge.js'

/** A condition as a sentence, or a group of them under a few words that say how many have to hold. */
export type ConditionView =
  | { readonly kind: 'sentence'; readonly text: string; readonly badge: BasisBadge; readonly note: string | null }
  | { readonly kind: 'group'; readonly words: string; readonly children: readonly ConditionView[] }

/** The rule of a product as a list; the outermost `all` is the list itself. */
export function conditionViews(rule: Rule, vocabulary: Vocabulary): readonly ConditionView[] {
  return 'all' in rule ? rule.all.map((child) => conditionView(child, vocabulary)) : [conditionView(rule, vocabulary)]
}

function conditionView(rule: Rule, vocabulary: Vocabulary): ConditionView {
  const below = (rules: readonly Rule[]) => rules.map((child) => conditionView(child, vocabulary))
  if ('all' in rule) return { kind: 'group', words: '以下各项都要满足', children: below(rule.all) }
  if ('any' in rule) return { kind: 'group', words: '以下任一项', children: below(rule.any) }
  if ('not' in rule) return { kind: 'group', words: '不属于以下情形', children: below(excluded(rule.not)) }
  const { basis, note } = rule
  const text = describeCondition(rule, vocabulary)
  return { kind: 'sentence', text, badge: basisBadge(basis), note: note ?? null }
}

/** What is excluded as a list: not any of several is the same as none of each. */
const excluded = (rule: Rule): readonly Rule[] => ('any' in rule ? rule.any : [rule])
