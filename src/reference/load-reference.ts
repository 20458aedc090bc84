import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../root.js'
import { parseTable, tableNames, type TableName } from './data/table-schemas.js'
import type { ReferenceStore, StoredTable } from './data/reference.store.js'

type LoadedReference = {
  /** The tables that were written: new ones and those whose text has changed. */
  readonly written: readonly TableName[]
  readonly unchanged: readonly TableName[]
}

const dataFolder = path.join(projectRoot, 'src/reference/data')

/**
 * Brings the tables of the data files into the database. Every file that is new is checked before anything is written,
 * and a table whose text is already there is left alone, so that a start with nothing new writes nothing.
 * @throws Error naming the table and the place when a data file does not have the shape the program reads.
 */
export async function loadReference(store: ReferenceStore, folder = dataFolder): Promise<LoadedReference> {
  const known = await store.hashes()
  const files = await Promise.all(tableNames.map((name) => readTableText(name, folder)))
  const changed = files.filter((file) => known.get(file.name) !== file.contentHash).map(checkedTable)
  for (const table of changed) await store.replace(table)
  const written = changed.map((table) => table.name)
  return { written, unchanged: tableNames.filter((name) => !written.includes(name)) }
}

/** Reads one data file and makes the record that is kept of it. */
export async function readTableFile(name: TableName, folder = dataFolder): Promise<StoredTable> {
  return checkedTable(await readTableText(name, folder))
}

type TableFile = Pick<StoredTable, 'name' | 'contentHash' | 'json'>

async function readTableText(name: TableName, folder: string): Promise<TableFile> {
  const json = await readFile(path.join(folder, `${name}.json`), 'utf8')
  return { name, contentHash: createHash('sha256').update(json).digest('hex'), json }
}

/** Checks the text of a table and reads from it where it comes from. */
function checkedTable(file: TableFile): StoredTable {
  const { source, as_of: asOf } = parseTable(file.name, file.json)
  return { ...file, source, asOf }
}
