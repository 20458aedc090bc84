import type { CliMain } from '../cli.js'
import { checkRecord } from '@lueqiao/matching-engine'
import { readNamedRecord } from './record-file.js'

const usage = '用法：npm run -s verify -- 记录.json（或用 - 从标准输入读取）\n'

/**
 * `npm run -s verify -- FILE`: checks a downloaded decision record by itself. Exit status 0 when it is as it was
 * written, 1 when it was changed (every change named), 2 when it cannot be read.
 */
export const main: CliMain = async (argv, io) => {
  const text = await readNamedRecord(argv, io, usage)
  if (text === null) return 2
  const { ok, faults } = checkRecord(text)
  if (ok) io.stdout.write('记录与自身的校验值一致，没有发现改动。请再与结果页上的校验值核对。\n')
  else for (const fault of faults) io.stdout.write(`${fault}\n`)
  return ok ? 0 : 1
}
