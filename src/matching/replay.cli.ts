import type { CliMain } from '../cli.js'
import { openCatalogue } from '../deps.js'
import { openDatabaseForCommand } from './match.cli.js'
import { readRecordArgument } from './verify.cli.js'
import { replay } from './use-cases/replay.js'

const usage = '用法：npm run -s replay -- 记录.json（或用 - 从标准输入读取）\n'

/**
 * `npm run -s replay -- FILE`: decides again from a record's facts and day, against the catalogue version that it names.
 * Exit status 0 when the bytes are the same, 1 when they differ (lists every difference), 2 when the record cannot be read.
 */
export const main: CliMain = async (argv, io) => {
  const text = await readRecordArgument(argv, io, usage)
  if (text === null) return 2
  const db = await openDatabaseForCommand(io)
  if (!db) return 1
  try {
    const { catalogue } = await openCatalogue({ db, now: () => new Date() })
    const { same, differences } = await replay(text, catalogue)
    io.stdout.write(same ? '重算结果与记录逐字节相同。\n' : differences.map((one) => `${one}\n`).join(''))
    return same ? 0 : 1
  } finally {
    await db.close()
  }
}
