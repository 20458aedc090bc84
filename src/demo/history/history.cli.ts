import type { CliMain } from '../../cli.js'
import { openDatabase } from '../../db/index.js'
import { createDeps } from '../../deps.js'
import { createLogger } from '../../log/index.js'
import { loadHistory } from './load-history.js'

/** Brings in the sample history beside a running portal, which starts this as a process of its own. */
export const main: CliMain = async (_argv, { config, stdout }) => {
  const log = createLogger({ logLevel: 'silent' })
  const db = await openDatabase(config, log, { attach: true })
  try {
    const deps = await createDeps({ config, log, db, now: () => new Date() })
    const added = await loadHistory({ ...deps, connection: db.connection }, config.demoApplications)
    stdout.write(`${added}\n`)
    return 0
  } finally {
    await db.close()
  }
}
