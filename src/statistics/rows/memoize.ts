/**
 * What is worked out of rows once and kept as long as they are. Lists of rows never change, a change makes another list:
 * so nothing that is kept can be stale, and what rests on loans alone stands when an application moves.
 */
export function memoize<Rows extends object, Value>(work: (rows: Rows) => Value): (rows: Rows) => Value {
  const known = new WeakMap<Rows, { readonly value: Value }>()
  return (rows) => {
    const found = known.get(rows) ?? { value: work(rows) }
    known.set(rows, found)
    return found.value
  }
}
