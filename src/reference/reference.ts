import { greenClassesOf, type GreenClasses } from './green-classes.js'
import { industriesOf, type Industries } from './industries.js'
import { lprHistoryOf, type LprHistory } from './lpr.js'
import { parseTable } from './parse-table.js'
import type { ReferenceStore, StoredTable } from './reference.store.js'
import { tableNames, type TableName, type Tables } from './table-schemas.js'

export type TableOrigin = {
  readonly name: TableName
  readonly source: string
  readonly asOf: string
  readonly contentHash: string
}

/** Names by code: what the sentences of conditions need. */
type Names = {
  readonly industries: ReadonlyMap<string, string>
  readonly greenClasses: ReadonlyMap<string, string>
  readonly banks: ReadonlyMap<string, string>
}

type NamedBank = { readonly id: string; readonly name: string }

/** The dated public tables, read and indexed once per process: they change only with a new release of the program. */
export type Reference = {
  readonly divisions: Tables['divisions']['items']
  readonly industries: Industries
  readonly greenClasses: GreenClasses
  readonly sizeBands: Tables['enterprise-size']['items']
  readonly lpr: LprHistory
  readonly holidays: Tables['holidays']['items']
  readonly taxGrades: Tables['tax-grades']['items']
  /** Where each table comes from and of what day it is, for the page that lists the sources. */
  readonly origins: readonly TableOrigin[]
  /** The names that the engine's sentences need; banks come from the catalogue in force. */
  readonly vocabulary: (banks: readonly NamedBank[]) => Names
}

/** Reads every table from the database. @throws Error when a table was never loaded or its content is not readable. */
export async function openReference(store: ReferenceStore): Promise<Reference> {
  const stored = await Promise.all(
    tableNames.map(async (name) => {
      const table = await store.read(name)
      if (!table) throw new Error(`Reference table ${name} has not been loaded.`)
      return table
    }),
  )
  return referenceOf(stored)
}

/** Builds the lookups from stored tables. */
export function referenceOf(stored: readonly StoredTable[]): Reference {
  const table = <Name extends TableName>(name: Name): Tables[Name] => {
    const found = stored.find((one) => one.name === name)
    if (!found) throw new Error(`Reference table ${name} is missing.`)
    return parseTable(name, found.json)
  }
  const industries = industriesOf(table('industries'))
  const greenClasses = greenClassesOf(table('green-catalogue'))
  return Object.freeze({
    divisions: table('divisions').items,
    industries,
    greenClasses,
    sizeBands: table('enterprise-size').items,
    lpr: lprHistoryOf(table('lpr')),
    holidays: table('holidays').items,
    taxGrades: table('tax-grades').items,
    origins: stored.map(({ name, source, asOf, contentHash }) => ({ name, source, asOf, contentHash })),
    vocabulary: (banks: readonly NamedBank[]) => ({
      industries: industries.names,
      greenClasses: greenClasses.names,
      banks: new Map(banks.map((bank) => [bank.id, bank.name])),
    }),
  })
}
