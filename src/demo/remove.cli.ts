import { systemActor } from '../audit/index.js'
import type { CliMain } from '../cli.js'
import { openDatabase } from '../db/index.js'
import { createDeps } from '../deps.js'
import { createLogger } from '../log/index.js'
import { removeDemo } from './remove-demo.js'

/** `npm run demo:remove`: takes every trace of the demonstration away; it does not come back at the next start. */
export const main: CliMain = async (argv, { config, stdout, stderr }) => {
  if (argv.length > 0) {
    stderr.write('用法：npm run demo:remove\n')
    return 2
  }
  const log = createLogger({ logLevel: 'silent' })
  const db = await openDatabase(config, log, { attach: true })
  try {
    const deps = await createDeps({ config, log, db, now: () => new Date() })
    const say = (line: string) => stdout.write(`${line}\n`)
    const gone = await removeDemo({ ...deps, connection: db.connection }, systemActor, say)
    const { enterprises, applications, loans, accounts, entries } = gone
    say(
      `已移除示例数据：企业 ${enterprises} 家，申请 ${applications} 份，贷款 ${loans} 笔，账号 ${accounts} 个，名录条目 ${entries} 条。`,
    )
    stdout.write('操作记录只增不改，示例期间的记录保留，移除记录中列出了示例账号的编号。下次启动不会再装入示例数据。\n')
    return 0
  } finally {
    await db.close()
  }
}
