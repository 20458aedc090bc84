import { evaluate } from './evaluate.js'
import { factOf } from './fact-spec.js'
import { deriveFacts } from './derive-facts.js'
import { FACTS } from './facts.js'
import type { CompiledCatalogue } from './compile.js'
import { elementaryValues } from './elementary-values.js'
import { canMove, derivationInputs } from './open-questions.js'
import { factsOfRule, leavesOf } from './rule-shape.js'
import { shortBound } from './short-bound.js'
import type { Facts, FactValue, Leaf, Rule } from './types.js'

export type NextQuestion = {
  readonly fact: string
  /** How many undecided products the most telling answer decides. */
  readonly settles: number
  /** How many an answer decides on average, each kind of answer counted alike. */
  readonly expected: number
  /** How many products are undecided now. */
  readonly undecided: number
  /** How many of them use the fact. */
  readonly using: number
  /** The thresholds the undecided products set on the fact, the commonest first: why it is asked. */
  readonly bounds: readonly { readonly text: string; readonly count: number }[]
}

/** An undecided product: its conditions that are still unknown. */
type Open = { readonly unknown: readonly Rule[]; readonly facts: ReadonlySet<string> }

/** A fact that settles nothing by itself still brings the products that use it a little nearer. */
const NEARER = 0.05

/**
 * The unanswered fact that decides most undecided products, by the mean over its kinds of answer and weighted by how
 * likely people know it. Declined facts are not asked; null when no answer can change a verdict any more.
 * A size class that was declined is replaced by what it follows from, when the catalogue was compiled with size bands.
 */
export function nextQuestion(
  compiled: CompiledCatalogue,
  given: Facts,
  declined: ReadonlySet<string>,
): NextQuestion | null {
  const facts = deriveFacts(given, compiled.sizeBands)
  const inputs = derivationInputs(facts, declined, compiled.sizeBands)
  const undecided = undecidedProducts(compiled, facts)
  const open = undecided.filter((product) => canMove(product.unknown, facts, declined, inputs))
  let best: { question: NextQuestion; weight: number } | null = null
  for (const { name, ease } of FACTS) {
    if (declined.has(name) || factOf(facts, name) !== undefined) continue
    const using = open.filter((product) => product.facts.has(name) || (inputs.has(name) && product.facts.has(SIZE)))
    if (using.length === 0) continue
    const { settles, expected } = effectOf(name, using, facts, compiled)
    const weight = ease * (expected + NEARER * using.length)
    if (best !== null && weight <= best.weight) continue
    const question = { fact: name, settles, expected, undecided: undecided.length, using: using.length, bounds: [] }
    best = { question, weight }
  }
  if (best === null) return null
  return { ...best.question, bounds: boundsOn(best.question.fact, undecided, compiled) }
}

const SIZE = 'enterprise.sizeClass'

function undecidedProducts(compiled: CompiledCatalogue, facts: Facts): readonly Open[] {
  return compiled.products.flatMap(({ conditions }) => {
    const unknown: Rule[] = []
    for (const condition of conditions) {
      const state = evaluate(condition, facts)
      if (state === 'fail') return []
      if (state === 'unknown') unknown.push(condition)
    }
    if (unknown.length === 0) return []
    return [{ unknown, facts: new Set(unknown.flatMap((rule) => [...factsOfRule(rule)])) }]
  })
}

/** The most and the mean number of products decided over the elementary values of a fact. */
function effectOf(fact: string, using: readonly Open[], facts: Facts, compiled: CompiledCatalogue) {
  const leaves = using.flatMap((product) => product.unknown.flatMap(leavesOf))
  const values = elementaryValues(fact, leaves, facts, compiled.sizeBands)
  let settles = 0
  let total = 0
  for (const value of values) {
    const decided = decidedBy(fact, value, using, facts, compiled)
    settles = Math.max(settles, decided)
    total += decided
  }
  return { settles, expected: values.length === 0 ? 0 : total / values.length }
}

function decidedBy(fact: string, value: FactValue, using: readonly Open[], facts: Facts, compiled: CompiledCatalogue) {
  const answered = deriveFacts({ ...facts, [fact]: value }, compiled.sizeBands)
  const known = new Map<Rule, string>()
  const stateOf = (rule: Rule) => {
    const found = known.get(rule) ?? evaluate(rule, answered)
    known.set(rule, found)
    return found
  }
  return using.filter(({ unknown }) => {
    const states = unknown.map(stateOf)
    return states.includes('fail') || !states.includes('unknown')
  }).length
}

function boundsOn(fact: string, undecided: readonly Open[], { vocabulary }: CompiledCatalogue) {
  const counts = new Map<string, number>()
  for (const { unknown } of undecided) {
    const onFact = (leaf: Leaf) => leaf.fact === fact
    const texts = new Set(
      unknown
        .flatMap(leavesOf)
        .filter(onFact)
        .map((leaf) => shortBound(leaf, vocabulary)),
    )
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
}
