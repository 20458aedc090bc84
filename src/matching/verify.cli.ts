import type { CliMain } from '../cli.js'
import { checkRecord } from './engine/index.js'
import { readInput } from './read-input.js'

const usage = '用法：npm run -s verify -- 记录.json（或用 - 从标准输入读取）\n'

/** Sixteen times the longest record of 110 products. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024

/**
 * `npm run -s verify -- FILE`: checks a downloaded decision record by itself. Exit status 0 when it is as it was
 * written, 1 when it was changed (every change named), 2 when it cannot be read.
 */
export const main: CliMain = async (argv, io) => {
  const [file, ...rest] = argv
  if (file === undefined || rest.length > 0) {
    io.stderr.write(usage)
    return 2
  }
  const input = await readInput(file, io.stdin, MAX_RECORD_BYTES)
  if (!input.ok) {
    io.stderr.write(`${input.error}\n`)
    return 2
  }
  const { ok, faults } = checkRecord(textOf(input.value))
  if (ok) io.stdout.write('记录完整，自生成以来没有改动。\n')
  else for (const fault of faults) io.stdout.write(`${fault}\n`)
  return ok ? 0 : 1
}

/** The command line prints a record with a line end, the download has none: both are the same record. */
function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return text.endsWith('\n') ? text.slice(0, -1) : text
}
