import type { CliIo } from '../cli.js'
import { createLogger } from '../log/index.js'
import { openDatabase } from './connect.js'
import { TransferError, type Moved } from './transfer.js'
import type { Connection } from 'mongoose'

type Transfer = (connection: Connection, folder: string) => Promise<Moved[]>

/** Runs an export or an import for the command line: one folder is the only argument. */
export async function runTransfer(
  argv: readonly string[],
  io: CliIo,
  usage: string,
  transfer: Transfer,
): Promise<number> {
  const [folder, ...more] = argv
  if (!folder || more.length) {
    io.stderr.write(`Usage: ${usage}\n`)
    return 2
  }
  const log = createLogger({ logLevel: 'silent' })
  const db = await openDatabase(io.config, log, { attach: true })
  try {
    for (const { name, documents } of await transfer(db.connection, folder)) io.stdout.write(`${name}: ${documents}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof TransferError)) throw error
    io.stderr.write(`${error.message}\n`)
    return 1
  } finally {
    await db.close()
  }
}
