import type { Fault } from '@lueqiao/matching-engine'
import { repeatedKeys, type RepeatedKey } from '../../kernel/repeated-keys.js'
import { failed, ok, type Result } from '../../kernel/result.js'

/** Size limit of a file: about ten thousand products. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024

/** Parses UTF-8 bytes or text as JSON. A fault names the line of the first error. */
export function readJson(input: Uint8Array | string): Result<unknown, readonly Fault[]> {
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength
  if (size > MAX_FILE_BYTES) {
    const megabytes = (size / 1024 / 1024).toFixed(1)
    return failed([{ path: '文件', message: `文件有 ${megabytes} MB，超过 8 MB 的上限，没有读取。` }])
  }
  const text = typeof input === 'string' ? ok(input) : decode(input)
  if (!text.ok) return text
  const bare = text.value.replace(/^\uFEFF/, '')
  if (bare.trim() === '') return failed([{ path: '文件', message: '文件是空的。' }])
  try {
    const value = JSON.parse(bare) as unknown
    const twice = repeatedKeys(bare)
    return twice.length > 0 ? failed(twice.map(repeatedKeyFault)) : ok(value)
  } catch {
    const place = syntaxErrorPosition(bare)
    const where = place ? `第 ${place.line} 行第 ${place.column} 个字符` : '文件'
    return failed([{ path: where, message: '这里不是有效的 JSON，请检查逗号、引号和括号。' }])
  }
}

const repeatedKeyFault = ({ key, line }: RepeatedKey): Fault => ({
  path: `第 ${line} 行`,
  message: `同一个对象里“${key.slice(0, 40)}”写了不止一次，不知道以哪个为准，请只留一个。`,
})

function decode(bytes: Uint8Array): Result<string, readonly Fault[]> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    const message = '这里的字节不是 UTF-8 编码，请把文件另存为 UTF-8。'
    return failed([{ path: `第 ${firstUnreadableLine(bytes)} 行`, message }])
  }
}

/** The first line with invalid bytes. A line break is never part of a longer UTF-8 sequence, so lines are tried one by one. */
function firstUnreadableLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
  }
  return line
}

type TextPosition = { readonly line: number; readonly column: number }

/** What may come next at a position of a JSON text. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end'

const space = /[ \t\n\r]*/y
const plain = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * The position of the first syntax error (line and column from 1), or null for valid JSON. `JSON.parse` does not always
 * give one, and a person who corrects a long file needs it.
 */
export function syntaxErrorPosition(text: string): TextPosition | null {
  const closers: string[] = []
  let expected: Expected = 'value'
  let at = skip(space, text, 0)
  while (at < text.length) {
    const step = read(text, at, expected, closers)
    if (step === null) return positionOf(text, at)
    at = skip(space, text, step.end)
    if (step.next === 'done') return at === text.length ? null : positionOf(text, at)
    expected = step.next
  }
  return positionOf(text, text.length)
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

/** The end of the match of a sticky pattern at this position, or the position itself without a match. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function positionOf(text: string, at: number): TextPosition {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
