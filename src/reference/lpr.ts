import type { Tables } from './table-schemas.js'

type LprTenor = '1y' | '5y+'

type LprQuote = {
  /** Percent a year. */
  readonly ratePct: number
  /** The day of the publication that holds on the date asked; an old one tells that later ones are not loaded. */
  readonly publishedOn: string
}

export type LprHistory = {
  /** The loan prime rate in force on `date` (YYYY-MM-DD), or null before the first publication of the reform. */
  at(date: string, tenor: LprTenor): LprQuote | null
  readonly newest: string
}

/** Source of the rule: a publication holds from its day until the next one (PBOC announcement 2019 No. 15). */
export function lprHistoryOf(table: Tables['lpr']): LprHistory {
  const rows = [...table.items].sort((a, b) => a.date.localeCompare(b.date))
  return {
    newest: rows.at(-1)?.date ?? '',
    at(date, tenor) {
      const row = rows.findLast((one) => one.date <= date)
      return row ? { ratePct: tenor === '1y' ? row.lpr_1y : row.lpr_5y_plus, publishedOn: row.date } : null
    },
  }
}
