import type { CliIo } from '../cli.js'
import { openDatabase, type Database } from '../db/index.js'
import { createLogger } from '../log/index.js'

/** Opens the database for a command, beside a running portal or alone; null, with a sentence on standard error, when it cannot. */
export async function openForCommand(io: CliIo): Promise<Database | null> {
  try {
    return await openDatabase(io.config, createLogger({ logLevel: 'silent' }), { attach: true })
  } catch (error) {
    io.stderr.write(`数据库无法打开：${error instanceof Error ? error.message : String(error)}\n`)
    return null
  }
}
