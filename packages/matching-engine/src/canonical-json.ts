/**
 * The canonical JSON of RFC 8785 (JCS): keys sorted by UTF-16 code units, no blanks, numbers as ECMAScript writes
 * them. Undefined properties are left out; a number that is not finite, and a value JSON does not know, throw.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number in canonical JSON has to be finite')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return arrayText(value)
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no ${typeof value}`)
  return objectText(value as Readonly<Record<string, unknown>>)
}

// Decision records have about ten thousand members: the text is built without intermediate lists.
function arrayText(values: readonly unknown[]): string {
  let text = '['
  for (let place = 0; place < values.length; place += 1) {
    text += place === 0 ? canonicalJson(values[place]) : `,${canonicalJson(values[place])}`
  }
  return `${text}]`
}

function objectText(object: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(object)
  if (!isSorted(keys)) keys.sort()
  let text = ''
  for (const key of keys) {
    const value = object[key]
    if (value === undefined) continue
    text += text === '' ? `${JSON.stringify(key)}:` : `,${JSON.stringify(key)}:`
    text += canonicalJson(value)
  }
  return `{${text}}`
}

function isSorted(keys: readonly string[]): boolean {
  for (let place = 1; place < keys.length; place += 1) if ((keys[place - 1] ?? '') > (keys[place] ?? '')) return false
  return true
}
