import { evaluate } from './evaluate.js'
import { readFactValues } from './fact-values.js'
import { leafText } from './leaf-text.js'
import { GROUP_SENTENCES, WORDS } from './messages.js'
import { profileText } from './sentence.js'
import { fill } from './template.js'
import type { Facts, Leaf, Rule, State, Vocabulary } from './types.js'

/** The condition alone, as a product page shows it: 资产负债率不高于 75%. */
export function describeCondition(rule: Rule, vocabulary: Vocabulary): string {
  if ('all' in rule) return rule.all.map((child) => describeCondition(child, vocabulary)).join(WORDS.also)
  if ('any' in rule) {
    const routes = rule.any.map((child) => describeCondition(child, vocabulary)).join(WORDS.routes)
    return fill(GROUP_SENTENCES.any.condition, { routes })
  }
  if ('not' in rule) return fill(GROUP_SENTENCES.not.condition, { routes: describeCondition(rule.not, vocabulary) })
  return leafText(rule, vocabulary).condition
}

/** A condition with its state and the enterprise's value as one sentence: 资产负债率须不高于 75%，您是 71.4%，符合. */
export function explainLeaf(leaf: Leaf, facts: Facts, vocabulary: Vocabulary): { state: State; sentence: string } {
  const state = evaluate(leaf, facts)
  return { state, sentence: leafText(leaf, vocabulary).sentence(state, profileText(readFactValues(facts))) }
}
