import { evaluate, verdictsOf, type CompiledCatalogue, type Facts } from '@lueqiao/matching-engine'
import { distanceTo, kindOf, type ConditionKind } from './condition-key.js'

/**
 * Why a need fits no product. `condition`: one condition alone shuts it out of at least one product, and this kind of
 * condition does so from most of them. `several`: every product has at least two that are not met. `unknown`: nothing
 * fits, but something may, once more is known of it; unknown is not a no.
 */
export type Blocker =
  | {
      readonly why: 'condition'
      readonly kind: ConditionKind
      readonly products: number
      readonly distance: number | null
    }
  | { readonly why: 'several' }
  | { readonly why: 'unknown' }

/**
 * @param facts in the engine's words, derived ones included
 * @returns null when some product fits
 */
export function blockerOf(compiled: CompiledCatalogue, facts: Facts): Blocker | null {
  const { eligible, needsInformation, nearMisses } = verdictsOf(compiled, facts)
  if (eligible > 0) return null
  if (needsInformation > 0) return { why: 'unknown' }
  const kinds = new Map<string, { readonly kind: ConditionKind; products: number; distance: number | null }>()
  for (const place of nearMisses) {
    const failing = compiled.products[place]?.conditions.find((rule) => evaluate(rule, facts) === 'fail')
    if (failing === undefined) continue
    const kind = kindOf(failing)
    const distance = distanceTo(failing, facts)
    const before = kinds.get(kind.key)
    if (before === undefined) kinds.set(kind.key, { kind, products: 1, distance })
    else {
      before.products += 1
      before.distance = nearer(before.distance, distance)
    }
  }
  const [most] = [...kinds.values()].sort((a, b) => b.products - a.products || (a.kind.key < b.kind.key ? -1 : 1))
  return most === undefined ? { why: 'several' } : { why: 'condition', ...most }
}

const nearer = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
