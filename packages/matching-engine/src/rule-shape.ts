import type { Leaf, Rule } from './types.js'

/** Every leaf of a rule, from left to right. */
export function leavesOf(rule: Rule): readonly Leaf[] {
  if ('all' in rule) return rule.all.flatMap(leavesOf)
  if ('any' in rule) return rule.any.flatMap(leavesOf)
  if ('not' in rule) return leavesOf(rule.not)
  return [rule]
}

/** The facts a leaf reads: its own and the one its bound is relative to. */
export function factsOfLeaf(leaf: Leaf): readonly string[] {
  const { value } = leaf
  return typeof value === 'object' && 'of' in value ? [leaf.fact, value.of] : [leaf.fact]
}

/** The facts a rule reads, each once. */
export function factsOfRule(rule: Rule): ReadonlySet<string> {
  return new Set(leavesOf(rule).flatMap(factsOfLeaf))
}
