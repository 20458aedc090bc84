/**
 * The executable specification of the criteria language (docs/criteria.md, Grammar and Truth).
 * The compiled path is tested against these lines; when they differ, these lines are right.
 */
import { factOf } from './fact-spec.js'
import type { FactValue, Facts, Leaf, Rule, Scalar, State } from './types.js'

/** Kleene's value of a rule. A leaf whose fact, or whose `of` fact, is missing is unknown. */
export function evaluate(rule: Rule, facts: Facts): State {
  if ('all' in rule) return both(rule.all.map((child) => evaluate(child, facts)))
  if ('any' in rule) return opposite(both(rule.any.map((child) => opposite(evaluate(child, facts)))))
  if ('not' in rule) return opposite(evaluate(rule.not, facts))
  const actual = factOf(facts, rule.fact)
  const bound = boundOf(rule, facts)
  if (actual === undefined || bound === undefined) return 'unknown'
  return holds(rule, actual, bound) ? 'pass' : 'fail'
}

function both(states: readonly State[]): State {
  return states.includes('fail') ? 'fail' : states.includes('unknown') ? 'unknown' : 'pass'
}

function opposite(state: State): State {
  return state === 'pass' ? 'fail' : state === 'fail' ? 'pass' : 'unknown'
}

/** The bound as a plain value; undefined when it is relative to a fact that is missing. */
export function boundOf(leaf: Leaf, facts: Facts): Scalar | readonly Scalar[] | undefined {
  if (typeof leaf.value !== 'object' || !('of' in leaf.value)) return leaf.value
  const base = factOf(facts, leaf.value.of)
  return typeof base === 'number' ? multiple(leaf.value.times, base) : undefined
}

/** `times × base`, to one fen (10⁻⁶ 万元), so that 0.6 × 3 is 1.8 and not a little less. */
export function multiple(times: number, base: number): number {
  const product = times * base
  return Math.abs(product) < 1e9 ? Math.round(product * 1e6) / 1e6 : product
}

function holds(leaf: Leaf, actual: FactValue, bound: Scalar | readonly Scalar[]): boolean {
  const list = Array.isArray(bound) ? (bound as readonly Scalar[]) : [bound as Scalar]
  const [first = '', last = ''] = list
  const members = typeof actual === 'object' ? actual : []
  switch (leaf.op) {
    case '>=': return actual >= first // prettier-ignore
    case '<=': return actual <= first // prettier-ignore
    case '>': return actual > first // prettier-ignore
    case '<': return actual < first // prettier-ignore
    case '=': return actual === first // prettier-ignore
    case '!=': return actual !== first // prettier-ignore
    case 'between': return actual >= first && actual <= last // prettier-ignore
    case 'in': return list.some((value) => value === actual) // prettier-ignore
    case 'notIn': return !list.some((value) => value === actual) // prettier-ignore
    case 'prefixIn': return list.some((prefix) => covers(leaf.fact, String(prefix), String(actual))) // prettier-ignore
    case 'hasAny': return list.some((value) => members.includes(String(value))) // prettier-ignore
    case 'hasAll': return list.every((value) => members.includes(String(value))) // prettier-ignore
    case 'hasNone': return !list.some((value) => members.includes(String(value))) // prettier-ignore
  }
}

/** Green codes are compared by dotted segment (4.2 covers 4.2.1, not 4.20), all others as plain prefixes. */
export function covers(fact: string, prefix: string, code: string): boolean {
  return fact === 'need.greenCode' ? code === prefix || code.startsWith(`${prefix}.`) : code.startsWith(prefix)
}
