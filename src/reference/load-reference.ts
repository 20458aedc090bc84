import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../root.js'
import { parseTable, tableNames, type TableName } from './data/table-schemas.js'
import type { ReferenceStore, StoredTable } from './data/reference.store.js'

type LoadedReference = {
  /** New tables, and those whose text has changed. */
  readonly written: readonly TableName[]
  readonly unchanged: readonly TableName[]
}

const dataFolder = path.join(projectRoot, 'src/reference/data')

/**
 * Loads the data files into the database. Checks every changed file before anything is written; an unchanged table is not
 * written again.
 * @throws Error naming the table and the path when a data file does not match its schema.
 */
export async function loadReference(store: ReferenceStore, folder = dataFolder): Promise<LoadedReference> {
  const known = await store.hashes()
  const files = await Promise.all(tableNames.map((name) => readTableText(name, folder)))
  const changed = files.filter((file) => known.get(file.name) !== file.contentHash).map(checkedTable)
  for (const table of changed) await store.replace(table)
  const written = changed.map((table) => table.name)
  return { written, unchanged: tableNames.filter((name) => !written.includes(name)) }
}

/** Reads one data file as the record that is stored. */
export async function readTableFile(name: TableName, folder = dataFolder): Promise<StoredTable> {
  return checkedTable(await readTableText(name, folder))
}

type TableFile = Pick<StoredTable, 'name' | 'contentHash' | 'json'>

async function readTableText(name: TableName, folder: string): Promise<TableFile> {
  const json = await readFile(path.join(folder, `${name}.json`), 'utf8')
  return { name, contentHash: createHash('sha256').update(json).digest('hex'), json }
}

/** Checks the text of a table and adds its source and date. */
function checkedTable(file: TableFile): StoredTable {
  const { source, as_of: asOf } = parseTable(file.name, file.json)
  return { ...file, source, asOf }
}
