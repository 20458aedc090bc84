import type { CompiledCatalogue } from './compile.js'
import { evaluate } from './evaluate.js'
import { factOf } from './fact-spec.js'
import { DERIVATIONS } from './derive-facts.js'
import { factsOfLeaf } from './rule-shape.js'
import { bandOf, thresholdsOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Facts, Rule } from './types.js'

const SIZE = 'enterprise.sizeClass'
const INDUSTRY = 'enterprise.industry'

/**
 * The facts to ask because the size class is derived from them: only after the size class was declined, only those
 * that the industry's band uses, and none when the class can no longer be derived.
 */
export function derivationInputs(
  facts: Facts,
  declined: ReadonlySet<string>,
  bands: readonly SizeBand[],
): ReadonlySet<string> {
  if (factOf(facts, SIZE) !== undefined || !declined.has(SIZE) || bands.length === 0) return new Set()
  const industry = factOf(facts, INDUSTRY)
  if (industry === undefined && declined.has(INDUSTRY)) return new Set()
  const band = typeof industry === 'string' ? bandOf(industry, bands) : undefined
  if (industry !== undefined && band === undefined) return new Set()
  const needed = band ? thresholdsOf(band).map(({ fact }) => fact) : (DERIVATIONS[SIZE] ?? [])
  const askable = needed.filter((fact) => factOf(facts, fact) === undefined && !declined.has(fact))
  return new Set(askable)
}

/**
 * Whether further answers can decide a product, assuming that each leaf can pass or fail independently. It errs on
 * the side of asking: leaves that depend on each other may leave fewer possibilities.
 */
export function canBeDecided(
  { program }: CompiledCatalogue,
  unknown: readonly number[],
  facts: Facts,
  declined: ReadonlySet<string>,
  inputs: ReadonlySet<string>,
): boolean {
  const askable = (fact: string) => !declined.has(fact) || (fact === SIZE && inputs.size > 0)
  const parts = unknown.map((number) => reachableStates(program.rules[number] ?? { all: [] }, facts, askable))
  return parts.some(({ fail }) => fail) || parts.every(({ pass }) => pass)
}

type Reach = { readonly pass: boolean; readonly fail: boolean }

function reachableStates(rule: Rule, facts: Facts, askable: (fact: string) => boolean): Reach {
  if ('not' in rule) {
    const { pass, fail } = reachableStates(rule.not, facts, askable)
    return { pass: fail, fail: pass }
  }
  if ('all' in rule) {
    const parts = rule.all.map((child) => reachableStates(child, facts, askable))
    return { pass: parts.every((part) => part.pass), fail: parts.some((part) => part.fail) }
  }
  if ('any' in rule) {
    const parts = rule.any.map((child) => reachableStates(child, facts, askable))
    return { pass: parts.some((part) => part.pass), fail: parts.every((part) => part.fail) }
  }
  const state = evaluate(rule, facts)
  if (state !== 'unknown') return { pass: state === 'pass', fail: state === 'fail' }
  const can = factsOfLeaf(rule).every((fact) => factOf(facts, fact) !== undefined || askable(fact))
  return { pass: can, fail: can }
}
