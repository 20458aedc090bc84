import type { CliMain } from '../cli.js'
import { openDatabase } from '../db/index.js'
import { createLogger } from '../log/index.js'
import { auditLog } from './audit-log.js'

/** `npm run audit:verify`: walks the chain of events and names the first broken link. */
export const main: CliMain = async (argv, io) => {
  if (argv.length) {
    io.stderr.write('Usage: npm run audit:verify\n')
    return 2
  }
  const db = await openDatabase(io.config, createLogger({ logLevel: 'silent' }), { attach: true })
  try {
    const check = await auditLog(db.connection, () => new Date()).verify()
    if (check.sound) {
      io.stdout.write(`The chain is sound: ${check.events} events, head ${check.head}\n`)
      return 0
    }
    io.stderr.write(`The chain is broken after ${check.events} sound events: ${check.fault.message}\n`)
    return 1
  } finally {
    await db.close()
  }
}
