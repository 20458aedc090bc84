import { chinaDay } from '../kernel/dates.js'
import type { CatalogueSnapshot } from '../catalogue/index.js'
import type { CliIo, CliMain } from '../cli.js'
import { openCatalogue } from '../deps.js'
import { decide } from './use-cases/decide.js'
import { MAX_DOCUMENT_BYTES, readFactsDocument } from './rules/facts-document.js'
import { readInput } from '../read-input.js'
import { openDatabase, type Database } from '../db/index.js'
import { createLogger } from '../log/index.js'

const usage = '用法：npm run -s match -- 事实.json（或用 - 从标准输入读取）\n'

/**
 * `npm run -s match -- FACTS.json`: prints the decision record on one line. Exit status 2 with every fault on
 * standard error, one a line, when the input cannot be used; 1 when the database cannot be opened.
 */
export const main: CliMain = async (argv, io) => {
  const [file, ...rest] = argv
  if (file === undefined || rest.length > 0) return fail(io, 2, usage)
  const input = await readInput(file, io.stdin, MAX_DOCUMENT_BYTES)
  if (!input.ok) return fail(io, 2, `${input.error}\n`)
  const db = await openDatabaseForCommand(io)
  if (!db) return 1
  try {
    // Loads the reference tables and the shipped catalogue when the database is empty.
    const { catalogue } = await openCatalogue({ db, now: () => new Date() })
    return print(input.value, await catalogue.current(), io)
  } finally {
    await db.close()
  }
}

function print(bytes: Uint8Array, snapshot: CatalogueSnapshot, io: CliIo): number {
  const document = readFactsDocument(bytes, snapshot.vocabulary)
  if (!document.ok) {
    return fail(io, 2, document.error.map(({ path, message }) => `${path ? `${path}：` : ''}${message}\n`).join(''))
  }
  const { facts, asOf } = document.value
  io.stdout.write(`${decide(snapshot, facts, asOf ?? chinaDay(new Date())).text}\n`)
  return 0
}

function fail(io: CliIo, status: number, text: string): number {
  io.stderr.write(text)
  return status
}

/** Opens the database for a command, also while the portal runs; null after writing the fault to standard error. */
export async function openDatabaseForCommand(io: CliIo): Promise<Database | null> {
  try {
    return await openDatabase(io.config, createLogger({ logLevel: 'silent' }), { attach: true })
  } catch (error) {
    io.stderr.write(`数据库无法打开：${error instanceof Error ? error.message : String(error)}\n`)
    return null
  }
}
