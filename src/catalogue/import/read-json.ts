import type { Fault } from '@lueqiao/matching-engine'
import { repeatedKeys, type RepeatedKey } from '../../kernel/repeated-keys.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { syntaxErrorPlace } from './json-place.js'

/** A catalogue of ten thousand products is about this long; a longer file is a mistake. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024

/** Reads UTF-8 bytes or text as JSON; a fault names the line where the file stops being readable. */
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
    return twice.length > 0 ? failed(twice.map(writtenTwice)) : ok(value)
  } catch {
    const place = syntaxErrorPlace(bare)
    const where = place ? `第 ${place.line} 行第 ${place.column} 个字符` : '文件'
    return failed([{ path: where, message: '这里不是有效的 JSON，请检查逗号、引号和括号。' }])
  }
}

const writtenTwice = ({ key, line }: RepeatedKey): Fault => ({
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

/** A line break is never part of a longer UTF-8 sequence, so lines can be tried one by one. */
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
