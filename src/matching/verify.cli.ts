import type { CliMain, CliIo } from '../cli.js'
import { checkRecord } from '@lueqiao/matching-engine'
import type { Readable } from 'node:stream'
import { ok, type Result } from '../kernel/result.js'
import { readInput } from '../read-input.js'

const usage = '用法：npm run -s verify -- 记录.json（或用 - 从标准输入读取）\n'

/**
 * `npm run -s verify -- FILE`: checks a downloaded decision record against its own hash. Exit status 0 when it is
 * unchanged, 1 when it was changed (lists every change), 2 when it cannot be read.
 */
export const main: CliMain = async (argv, io) => {
  const text = await readRecordArgument(argv, io, usage)
  if (text === null) return 2
  const { ok, faults } = checkRecord(text)
  if (ok) io.stdout.write('记录与自身的校验值一致，没有发现改动。请再与结果页上的校验值核对。\n')
  else for (const fault of faults) io.stdout.write(`${fault}\n`)
  return ok ? 0 : 1
}

/** Sixteen times the longest record of 110 products, in bytes. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024

/**
 * The text of a decision record in a file, or on standard input for `-`. A line end, which `npm run match` prints and the
 * download does not have, is removed. The error is a sentence in Chinese.
 */
async function readRecordFile(name: string, stdin: Readable): Promise<Result<string>> {
  const input = await readInput(name, stdin, MAX_RECORD_BYTES)
  if (!input.ok) return input
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input.value)
  return ok(text.endsWith('\n') ? text.slice(0, -1) : text)
}

/** The text of the record that the command's only argument names; null after writing the fault to standard error. */
export async function readRecordArgument(
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
