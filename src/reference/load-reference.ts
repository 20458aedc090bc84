import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../root.js'
import { parseTable } from './parse-table.js'
import type { ReferenceStore, StoredTable } from './reference.store.js'
import { tableNames, type TableName } from './table-schemas.js'

export type LoadedReference = {
  /** The tables that were written: new ones and those whose text has changed. */
  readonly written: readonly TableName[]
  readonly unchanged: readonly TableName[]
}

const dataFolder = path.join(projectRoot, 'src/reference/data')

/**
 * Brings the tables of the data files into the database. Every file is checked before anything is written, and a table
 * whose text is already there is left alone, so that a start with nothing new writes nothing.
 * @throws Error naming the table and the place when a data file does not have the shape the program reads.
 */
export async function loadReference(store: ReferenceStore, folder = dataFolder): Promise<LoadedReference> {
  const [tables, known] = await Promise.all([
    Promise.all(tableNames.map((name) => readTableFile(name, folder))),
    store.hashes(),
  ])
  const changed = tables.filter((table) => known.get(table.name) !== table.contentHash)
  for (const table of changed) await store.replace(table)
  const written = changed.map((table) => table.name)
  return { written, unchanged: tableNames.filter((name) => !written.includes(name)) }
}

/** Reads one data file and makes the record that is kept of it. */
export async function readTableFile(name: TableName, folder = dataFolder): Promise<StoredTable> {
  const json = await readFile(path.join(folder, `${name}.json`), 'utf8')
  const { source, as_of: asOf } = parseTable(name, json)
  return { name, contentHash: createHash('sha256').update(json).digest('hex'), source, asOf, json }
}
