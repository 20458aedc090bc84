import type { Ledger } from './ledger.js'

/**
 * What is worked out of a ledger once and kept as long as it is. A ledger never changes, a change makes another one: so
 * nothing that is kept can be stale.
 */
export function onceALedger<Value>(work: (ledger: Ledger) => Value): (ledger: Ledger) => Value {
  const known = new WeakMap<Ledger, { readonly value: Value }>()
  return (ledger) => {
    const found = known.get(ledger) ?? { value: work(ledger) }
    known.set(ledger, found)
    return found.value
  }
}
