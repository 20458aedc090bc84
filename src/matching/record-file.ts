import type { Readable } from 'node:stream'
import { ok, type Result } from '../kernel/result.js'
import type { CliIo } from '../cli.js'
import { readInput } from '../read-input.js'

/** Sixteen times the longest record of 110 products. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024

/**
 * The text of a decision record in a file, or on standard input for `-`. The command line prints a record with a line
 * end, the download has none: both are the same record. The error is a sentence in Chinese.
 */
async function readRecordFile(name: string, stdin: Readable): Promise<Result<string>> {
  const input = await readInput(name, stdin, MAX_RECORD_BYTES)
  if (!input.ok) return input
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.value)
  return ok(text.endsWith('\n') ? text.slice(0, -1) : text)
}

/** The text of the record that a command's only word names; null when there is none, and then what is wrong is told. */
export async function readNamedRecord(
  [file, ...rest]: readonly string[],
  { stdin, stderr }: Pick<CliIo, 'stdin' | 'stderr'>,
  usage: string,
): Promise<string | null> {
  if (file === undefined || rest.length > 0) {
    stderr.write(usage)
    return null
  }
  const text = await readRecordFile(file, stdin)
  if (text.ok) return text.value
  stderr.write(`${text.error}\n`)
  return null
}
