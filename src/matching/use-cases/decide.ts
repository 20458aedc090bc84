import type { CatalogueSnapshot } from '../../catalogue/index.js'
import { type LawDate } from '../../kernel/dates.js'
import { writeRecord, type Facts, type MatchRecord } from '@lueqiao/matching-engine'

export type Decision = { readonly record: MatchRecord; readonly text: string }

/**
 * Decides on one set of facts: the record and its canonical text. The pages, the API and the command line all call this,
 * so that the same facts on the same day give the same hash everywhere.
 */
export function decide(snapshot: Pick<CatalogueSnapshot, 'compiled'>, facts: Facts, asOf: LawDate): Decision {
  const { compiled } = snapshot
  return writeRecord(compiled, facts, { asOf, sizeBands: compiled.sizeBands })
}
