/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, numbers as ECMAScript writes them, no white space.
 * Two files with the same content have the same canonical text, whatever their layout.
 * @param {unknown} value a parsed JSON value
 * @returns {string}
 * @throws {TypeError} for a number that JSON cannot hold (the text `1e400` parses to Infinity)
 */
export function canonicalJson(value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('a number too large for JSON')
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value).sort()
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/**
 * True when an object in the text names a member twice. `JSON.parse` silently keeps the last one, so a reader of the
 * file could see a value that is never checked.
 * @param {string} text JSON that parses
 * @param {unknown} value what it parses to
 */
export function hasRepeatedKeys(text, value) {
  let named = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon) named += 1
  return named !== countKeys(value)
}

function countKeys(value) {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce((sum, child) => sum + countKeys(child), own)
}
