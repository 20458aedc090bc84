import type { Readable } from 'node:stream'
import { ok, type Result } from '../kernel/result.js'
import { readInput } from '../read-input.js'

/** Sixteen times the longest record of 110 products. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024

/**
 * The text of a decision record in a file, or on standard input for `-`. The command line prints a record with a line
 * end, the download has none: both are the same record. The error is a sentence in Chinese.
 */
export async function readRecordFile(name: string, stdin: Readable): Promise<Result<string>> {
  const input = await readInput(name, stdin, MAX_RECORD_BYTES)
  if (!input.ok) return input
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.value)
  return ok(text.endsWith('\n') ? text.slice(0, -1) : text)
}
