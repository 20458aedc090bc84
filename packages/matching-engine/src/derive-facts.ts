import { factOf } from './fact-spec.js'
import { sizeClassOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Facts, FactValue } from './types.js'

/** Derived fact → the facts it is derived from. */
export const DERIVATIONS: Readonly<Record<string, readonly string[]>> = {
  'enterprise.sizeClass': [
    'enterprise.industry',
    'enterprise.employees',
    'enterprise.annualRevenueWan',
    'enterprise.totalAssetsWan',
  ],
}

/**
 * The given facts with all derived facts added. A given value is kept even when the rule would give another: a bank's
 * own classification may differ.
 */
export function deriveFacts(given: Facts, sizeBands: readonly SizeBand[]): Facts {
  if (factOf(given, 'enterprise.sizeClass') !== undefined) return given
  const sizeClass = sizeClassOf(given, sizeBands)
  return sizeClass === undefined ? given : { ...given, 'enterprise.sizeClass': sizeClass }
}

/** The derived facts: those of `full` that are not in `given`. */
export function derivedOnly(given: Facts, full: Facts): Facts {
  const derived: Record<string, FactValue> = {}
  for (const [name, value] of Object.entries(full)) if (!Object.hasOwn(given, name)) derived[name] = value
  return derived
}
