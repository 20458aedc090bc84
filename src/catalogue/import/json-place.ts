export type Place = { readonly line: number; readonly column: number }

/** What may come next at a point of a JSON text. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end'

const space = /[ \t\n\r]*/y
const plain = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Where a text stops being JSON (lines and columns from 1), or null when it is JSON. The parser of the platform does
 * not always say where, and the person who mends a file of five thousand lines has to know.
 */
export function syntaxErrorPlace(text: string): Place | null {
  const closers: string[] = []
  let expected: Expected = 'value'
  let at = skip(space, text, 0)
  while (at < text.length) {
    const step = read(text, at, expected, closers)
    if (step === null) return placeOf(text, at)
    at = skip(space, text, step.end)
    if (step.next === 'done') return at === text.length ? null : placeOf(text, at)
    expected = step.next
  }
  return placeOf(text, text.length)
}

type Step = { readonly end: number; readonly next: Expected | 'done' }

function read(text: string, at: number, expected: Expected, closers: string[]): Step | null {
  const char = text[at] ?? ''
  const after = (): Step['next'] => (closers.length === 0 ? 'done' : 'comma or end')
  if (expected !== 'value' && expected !== 'key' && expected !== 'colon' && char === closers.at(-1)) {
    closers.pop()
    return { end: at + 1, next: after() }
  }
  if (expected === 'colon') return char === ':' ? { end: at + 1, next: 'value' } : null
  if (expected === 'comma or end') {
    return char === ',' ? { end: at + 1, next: closers.at(-1) === '}' ? 'key' : 'value' } : null
  }
  if (expected === 'key' || expected === 'key or end') {
    const end = endOfString(text, at)
    return end === null ? null : { end, next: 'colon' }
  }
  if (char === '{' || char === '[') {
    closers.push(char === '{' ? '}' : ']')
    return { end: at + 1, next: char === '{' ? 'key or end' : 'value or end' }
  }
  const end = char === '"' ? endOfString(text, at) : skip(plain, text, at)
  return end === null || end === at ? null : { end, next: after() }
}

function endOfString(text: string, at: number): number | null {
  if (text[at] !== '"') return null
  for (let place = at + 1; place < text.length;) {
    const char = text[place] ?? ''
    if (char === '"') return place + 1
    if (char < ' ') return null
    const next: number = char === '\\' ? skip(escape, text, place) : place + 1
    if (next === place) return null
    place = next
  }
  return null
}

/** The end of what the sticky pattern matches at this place, or the place itself when it does not match. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function placeOf(text: string, at: number): Place {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
