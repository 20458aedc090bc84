import { greenClassesOf, type GreenClasses } from './rules/green-classes.js'
import { industriesOf, type Industries } from './rules/industries.js'
import { parseTable, tableNames, type TableName, type Tables } from './data/table-schemas.js'
import type { ReferenceStore, StoredTable } from './data/reference.store.js'

export type TableOrigin = {
  readonly name: TableName
  readonly source: string
  readonly asOf: string
  readonly contentHash: string
}

/** Names by code, for the sentences of conditions. */
type ReferenceNames = {
  readonly industries: ReadonlyMap<string, string>
  readonly greenClasses: ReadonlyMap<string, string>
  readonly banks: ReadonlyMap<string, string>
}

type NamedBank = { readonly id: string; readonly name: string }

/** The dated public tables, read and indexed once per process; they change only with a release of the program. */
export type Reference = {
  readonly divisions: Tables['divisions']['items']
  readonly industries: Industries
  readonly greenClasses: GreenClasses
  readonly sizeBands: Tables['enterprise-size']['items']
  readonly lpr: LprHistory
  readonly holidays: Tables['holidays']['items']
  readonly taxGrades: Tables['tax-grades']['items']
  /** Source and date of each table, for the page of data sources. */
  readonly origins: readonly TableOrigin[]
  /** The names that the engine's sentences need; banks come from the catalogue in force. */
  readonly vocabulary: (banks: readonly NamedBank[]) => ReferenceNames
}

/** Reads every table from the database. @throws Error when a table is not loaded or its content is invalid. */
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

type LprTenor = '1y' | '5y+'

type LprQuote = {
  /** Percent a year. */
  readonly ratePct: number
  /** The day of the publication that applies; an old one means that later ones are not loaded. */
  readonly publishedOn: string
}

type LprHistory = {
  /** The loan prime rate in force on `date` (YYYY-MM-DD), or null before the first publication of the reform. */
  at(date: string, tenor: LprTenor): LprQuote | null
  readonly newest: string
}

/** Source of the rule: a publication holds from its day until the next one (PBOC announcement 2019 No. 15). */
function lprHistoryOf(table: Tables['lpr']): LprHistory {
  const rows = [...table.items].sort((a, b) => a.date.localeCompare(b.date))
  return {
    newest: rows.at(-1)?.date ?? '',
    at(date, tenor) {
      const row = rows.findLast((one) => one.date <= date)
      return row ? { ratePct: tenor === '1y' ? row.lpr_1y : row.lpr_5y_plus, publishedOn: row.date } : null
    },
  }
}
