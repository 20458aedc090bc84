import { factOf } from './fact-spec.js'
import { sizeClassOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Facts, FactValue } from './types.js'

/** Which facts feed which: a derived fact that is not given can be worked out from these. */
export const DERIVATIONS: Readonly<Record<string, readonly string[]>> = {
  'enterprise.sizeClass': [
    'enterprise.industry',
    'enterprise.employees',
    'enterprise.annualRevenueWan',
    'enterprise.totalAssetsWan',
  ],
}

/**
 * The given facts with every fact that follows from them added. A given value is taken as given, even where the
 * rule would say otherwise: a bank's own classification may differ.
 */
export function deriveFacts(given: Facts, sizeBands: readonly SizeBand[]): Facts {
  if (factOf(given, 'enterprise.sizeClass') !== undefined) return given
  const sizeClass = sizeClassOf(given, sizeBands)
  return sizeClass === undefined ? given : { ...given, 'enterprise.sizeClass': sizeClass }
}

/** Only the facts that `full` has and `given` has not: what was derived. */
export function derivedOnly(given: Facts, full: Facts): Facts {
  const derived: Record<string, FactValue> = {}
  for (const [name, value] of Object.entries(full)) if (!Object.hasOwn(given, name)) derived[name] = value
  return derived
}
