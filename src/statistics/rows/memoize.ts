/**
 * Computes a value from a list of rows once, and keeps it as long as the list. Lists of rows are never changed in place:
 * a change makes a new list, so a cached value is never stale.
 */
export function memoize<Rows extends object, Value>(work: (rows: Rows) => Value): (rows: Rows) => Value {
  const known = new WeakMap<Rows, { readonly value: Value }>()
  return (rows) => {
    const found = known.get(rows) ?? { value: work(rows) }
    known.set(rows, found)
    return found.value
  }
}
