import type { CompiledCatalogue } from './compile.js'
import { DERIVATIONS, deriveFacts } from './derive-facts.js'
import { elementaryValues } from './elementary-values.js'
import { factOf } from './fact-spec.js'
import { FACTS } from './facts.js'
import { factsOfConditions, undecidedProducts } from './undecided-products.js'
import type { UndecidedProduct } from './undecided-products.js'
import { canBeDecided, derivationInputs } from './askable-facts.js'
import { FAIL, UNKNOWN } from './program.js'
import { leavesOf } from './rule-shape.js'
import { runConditions } from './run-program.js'
import { runProfile } from './run.js'
import { shortBound } from './short-bound.js'
import type { Facts, Leaf } from './types.js'

export type NextQuestion = {
  readonly fact: string
  /** How many undecided products the most decisive answer decides. */
  readonly settles: number
  /** How many an answer decides on average, every class of answer weighted alike. */
  readonly expected: number
  /** How many products are undecided now. */
  readonly undecided: number
  /** How many of them use the fact. */
  readonly using: number
  /** The thresholds that the undecided products set on the fact, the most frequent first: the reason for asking. */
  readonly bounds: readonly { readonly text: string; readonly count: number }[]
}

/** Weight of a product that uses a fact but is not decided by it alone. */
const USE_WEIGHT = 0.05

const SIZE = 'enterprise.sizeClass'

/**
 * The unanswered fact that decides most undecided products: the mean over its classes of answer, weighted by how easy
 * the fact is to answer. Declined facts are not asked; null when no answer can change a verdict any more. When the
 * catalogue was compiled with size bands, a declined size class is replaced by the facts it is derived from.
 */
export function nextQuestion(
  compiled: CompiledCatalogue,
  given: Facts,
  declined: ReadonlySet<string>,
): NextQuestion | null {
  const facts = deriveFacts(given, compiled.sizeBands)
  const { states } = runProfile(compiled.program, facts)
  const inputs = derivationInputs(facts, declined, compiled.sizeBands)
  const undecided = undecidedProducts(compiled, states)
  const open = undecided.filter(({ unknown }) => canBeDecided(compiled, unknown, facts, declined, inputs))
  let best: { question: NextQuestion; weight: number } | null = null
  for (const { name, ease } of FACTS) {
    if (declined.has(name) || factOf(facts, name) !== undefined) continue
    const using = open.filter((product) => product.facts.has(name) || (inputs.has(name) && product.facts.has(SIZE)))
    if (using.length === 0) continue
    // No answer decides more than the products that use it: skip what cannot win.
    if (best !== null && ease * (1 + USE_WEIGHT) * using.length <= best.weight) continue
    const { settles, expected } = effectOf(name, using, facts, compiled, states)
    const weight = ease * (expected + USE_WEIGHT * using.length)
    if (best !== null && weight <= best.weight) continue
    const question = { fact: name, settles, expected, undecided: undecided.length, using: using.length, bounds: [] }
    best = { question, weight }
  }
  if (best === null) return null
  return { ...best.question, bounds: boundsOn(best.question.fact, undecided, compiled) }
}

/** The most and the mean number of products decided over the elementary values of a fact. */
function effectOf(
  fact: string,
  using: readonly UndecidedProduct[],
  facts: Facts,
  compiled: CompiledCatalogue,
  before: Uint8Array,
) {
  const { program, sizeBands } = compiled
  const factsOf = factsOfConditions(compiled)
  const feedsSize =
    (DERIVATIONS[SIZE] ?? []).includes(fact) && sizeBands.length > 0 && factOf(facts, SIZE) === undefined
  const moves = (number: number) =>
    factsOf[number]?.has(fact) === true || (feedsSize && factsOf[number]?.has(SIZE) === true)
  const parts = using.map(({ unknown }) => ({ moved: unknown.filter(moves), all: unknown.length }))
  const numbers = new Set(parts.flatMap(({ moved }) => moved))
  const leaves = [...numbers].flatMap((number) => leavesOf(program.rules[number] ?? { all: [] }))
  const values = elementaryValues(fact, leaves, facts, sizeBands)
  const changed = feedsSize ? new Set([fact, SIZE]) : new Set([fact])
  const states = before.slice()
  let settles = 0
  let total = 0
  for (const value of values) {
    const answered = { ...facts, [fact]: value }
    runConditions(program, feedsSize ? deriveFacts(answered, sizeBands) : answered, changed, states)
    let decided = 0
    for (const { moved, all } of parts) decided += decides(moved, all, states) ? 1 : 0
    settles = Math.max(settles, decided)
    total += decided
  }
  return { settles, expected: values.length === 0 ? 0 : total / values.length }
}

/** Whether a product with `all` unknown conditions is decided by the new states of those that changed. */
function decides(moved: readonly number[], all: number, states: Uint8Array): boolean {
  let open = all - moved.length
  for (const number of moved) {
    if (states[number] === FAIL) return true
    if (states[number] === UNKNOWN) open += 1
  }
  return open === 0
}

function boundsOn(fact: string, undecided: readonly UndecidedProduct[], { program, vocabulary }: CompiledCatalogue) {
  const counts = new Map<string, number>()
  const onFact = (leaf: Leaf) => leaf.fact === fact
  for (const { unknown } of undecided) {
    const leaves = unknown.flatMap((number) => leavesOf(program.rules[number] ?? { all: [] })).filter(onFact)
    for (const text of new Set(leaves.map((leaf) => shortBound(leaf, vocabulary)))) {
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
}
