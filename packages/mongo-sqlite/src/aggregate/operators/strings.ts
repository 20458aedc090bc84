import type { BSONSymbol } from 'bson'
import { CommandError } from '../../errors.js'
import { compareStrings } from '../../values/compare.js'
import { isNumeric, TYPE, typeName, typeOf } from '../../values/types.js'
import { toNumber } from '../../values/numbers.js'
import { fixed, isNullish, named, nary } from '../scope.js'
import type { Operator } from '../scope.js'
import { dateToIso, numberToText } from './text.js'

/** What string operators make of other types: null is '', numbers and dates are written out, the rest is refused. */
function coerce(value: unknown): string {
  if (typeof value === 'string') return value
  if (isNullish(value)) return ''
  if (isNumeric(value)) return numberToText(value)
  if (value instanceof Date) return dateToIso(value)
  if (typeOf(value) === TYPE.symbol) return (value as BSONSymbol).value
  throw new CommandError(16007, `can't convert from BSON type ${typeName(value)} to String`)
}

function concatenate(args: unknown[]): unknown {
  let text = ''
  for (const arg of args) {
    if (isNullish(arg)) return null
    if (typeof arg !== 'string') throw new CommandError(16702, `$concat only supports strings, not ${typeName(arg)}`)
    text += arg
  }
  return text
}

function whole(value: unknown, code: number, what: string): number {
  const number = isNumeric(value) ? Math.trunc(toNumber(value)) : NaN
  if (Number.isNaN(number))
    throw new CommandError(code, `${what} must be a numeric type (is BSON type ${typeName(value)})`)
  return number
}

function substrBytes([value, start, length]: unknown[]): string {
  const bytes = Buffer.from(coerce(value), 'utf8')
  const from = whole(start, 16034, '$substrBytes: starting index')
  const count = whole(length, 16035, '$substrBytes: length')
  if (from < 0) throw new CommandError(50752, `$substrBytes: starting index must be non-negative (got: ${from})`)
  const to = count < 0 ? bytes.length : Math.min(from + count, bytes.length)
  const continues = (at: number): boolean => ((bytes[at] ?? 0) & 0xc0) === 0x80
  if (continues(from))
    throw new CommandError(28656, '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.')
  if (continues(to))
    throw new CommandError(28657, '$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.')
  return bytes.toString('utf8', from, to)
}

function substrCP([value, start, length]: unknown[]): string {
  const points = Array.from(coerce(value))
  const from = whole(start, 34450, '$substrCP: starting index')
  const count = whole(length, 34452, '$substrCP: length')
  if (from < 0) throw new CommandError(34455, '$substrCP: the starting index must be nonnegative integer.')
  if (count < 0) throw new CommandError(34454, '$substrCP: length must be a nonnegative integer.')
  return points.slice(from, from + count).join('')
}

function required(name: string, code: number, value: unknown): string {
  if (typeof value !== 'string')
    throw new CommandError(code, `${name} requires a string argument, found: ${typeName(value)}`)
  return value
}

// The server's own list of white space, which has the null byte but not U+3000.
const TRIMMED = ['\0', ' ', '\t', '\n', '\v', '\f', '\r', '\u00a0', '\u1680']
for (let code = 0x2000; code <= 0x200a; code++) TRIMMED.push(String.fromCharCode(code))

function trimming(name: string, left: boolean, right: boolean): [string, Operator] {
  return named(name, ['input'], ['chars'], (args) => {
    if (isNullish(args.input) || ('chars' in args && isNullish(args.chars))) return null
    const input = Array.from(required(name, 50699, args.input))
    const chars = new Set(args.chars === undefined ? TRIMMED : Array.from(required(name, 50700, args.chars)))
    let [from, to] = [0, input.length]
    while (left && from < to && chars.has(input[from] ?? '')) from++
    while (right && to > from && chars.has(input[to - 1] ?? '')) to--
    return input.slice(from, to).join('')
  })
}

function split(text: unknown, separator: unknown): unknown {
  if (isNullish(text) || isNullish(separator)) return null
  if (typeof text !== 'string')
    throw new CommandError(
      40085,
      `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text)}`,
    )
  if (typeof separator !== 'string')
    throw new CommandError(
      40086,
      `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
    )
  if (separator === '') throw new CommandError(40087, '$split requires a non-empty separator')
  return text.split(separator)
}

function indexOf(name: string, unit: BufferEncoding | null): [string, Operator] {
  return fixed(name, 2, 4, (args) => {
    const [text, part, from = 0, to] = args
    if (isNullish(text)) return null
    if (typeof text !== 'string')
      throw new CommandError(40091, `${name} requires a string as the first argument, found: ${typeName(text)}`)
    if (typeof part !== 'string')
      throw new CommandError(40092, `${name} requires a string as the second argument, found: ${typeName(part)}`)
    const start = whole(from, 40096, `${name}: starting index`)
    const end = to === undefined ? Infinity : whole(to, 40096, `${name}: ending index`)
    if (start < 0 || end < 0) throw new CommandError(40097, `${name} requires a nonnegative index`)
    return unit === null ? indexOfPoints(text, part, start, end) : indexOfBytes(text, part, start, end)
  })
}

function indexOfBytes(text: string, part: string, start: number, end: number): number {
  const bytes = Buffer.from(text, 'utf8')
  if (start > bytes.length || end < start) return -1
  return bytes.subarray(0, Math.min(end, bytes.length)).indexOf(Buffer.from(part, 'utf8'), start)
}

function indexOfPoints(text: string, part: string, start: number, end: number): number {
  const points = Array.from(text)
  if (start > points.length || end < start) return -1
  const found = points.slice(start, end).join('').indexOf(part)
  return found < 0 ? -1 : start + Array.from(points.slice(start, end).join('').slice(0, found)).length
}

function replacing(name: string, all: boolean): [string, Operator] {
  return named(name, ['input', 'find', 'replacement'], [], ({ input, find, replacement }) => {
    for (const value of [input, find, replacement]) {
      if (!isNullish(value) && typeof value !== 'string') {
        throw new CommandError(51746, `${name} requires that 'input' be a string, found: ${typeName(value)}`)
      }
    }
    if (typeof input !== 'string' || typeof find !== 'string' || typeof replacement !== 'string') return null
    // A function keeps $ in the replacement from meaning anything.
    return all ? input.replaceAll(find, () => replacement) : input.replace(find, () => replacement)
  })
}

/** Only ASCII letters change, as in the server. */
function asciiCase(name: string, change: (text: string) => string, letters: RegExp): [string, Operator] {
  return fixed(name, 1, 1, ([value]) => coerce(value).replace(letters, change))
}

export const STRINGS: [string, Operator][] = [
  nary('$concat', concatenate),
  fixed('$substr', 3, 3, substrBytes),
  fixed('$substrBytes', 3, 3, substrBytes),
  fixed('$substrCP', 3, 3, substrCP),
  asciiCase('$toLower', (text) => text.toLowerCase(), /[A-Z]+/g),
  asciiCase('$toUpper', (text) => text.toUpperCase(), /[a-z]+/g),
  trimming('$trim', true, true),
  trimming('$ltrim', true, false),
  trimming('$rtrim', false, true),
  fixed('$split', 2, 2, ([text, separator]) => split(text, separator)),
  fixed('$strLenCP', 1, 1, ([value]) => Array.from(required('$strLenCP', 34471, value)).length),
  fixed('$strLenBytes', 1, 1, ([value]) => Buffer.byteLength(required('$strLenBytes', 34473, value))),
  fixed('$strcasecmp', 2, 2, ([a, b]) => {
    const upper = (value: unknown): string => coerce(value).replace(/[a-z]+/g, (text) => text.toUpperCase())
    return Math.sign(compareStrings(upper(a), upper(b)))
  }),
  indexOf('$indexOfCP', null),
  indexOf('$indexOfBytes', 'utf8'),
  replacing('$replaceOne', false),
  replacing('$replaceAll', true),
]
