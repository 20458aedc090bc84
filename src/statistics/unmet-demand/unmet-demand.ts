import { compileCatalogue, type CompiledCatalogue } from '@lueqiao/matching-engine'
import type { EnterprisesService } from '../../enterprises/index.js'
import { addDays, chinaMidnight } from '../../kernel/dates.js'
import { dateOf } from '../rows/day.js'
import { matchesFilter } from '../figures/filter.js'
import type { MaskedFigures } from '../filter/masked-figures.js'
import { needRow, unmetOf, type UnmetNeed } from './unmet-needs.js'
import { unmetRequests, type UnmetRequest } from './unmet-requests.js'

export type UnmetDeps = {
  readonly enterprises: Pick<EnterprisesService, 'openNeeds'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

export type UnmetDemand = {
  /** The products that needs are held against: all in force, or those of the bank that the page is narrowed to. */
  readonly compiled: CompiledCatalogue
  /** Open needs of the filter, met or not. */
  readonly needs: number
  readonly unmet: readonly UnmetNeed[]
  readonly requests: readonly UnmetRequest[]
  readonly sample: boolean
}

/** Demand that found no product or no bank, for what is asked. */
export async function unmetDemand(
  { enterprises }: Pick<UnmetDeps, 'enterprises'>,
  masked: MaskedFigures,
): Promise<UnmetDemand> {
  const { filter, catalogue, reference, filtered } = masked
  const { period, rowFilter } = filter
  const { compiled: whole } = await catalogue.current()
  const compiled = rowFilter.bankId === null ? whole : ofBank(whole, rowFilter.bankId)
  const instant = (day: string) => chinaMidnight(day)
  const open = await enterprises.openNeeds(instant(dateOf(period.from)), instant(addDays(dateOf(period.to), 1)))
  const sectionOf = (industry: string) => reference.industries.find(industry)?.section ?? null
  const needs = open.map((one) => needRow(one, compiled, sectionOf)).filter((row) => matchesFilter(row, rowFilter))
  const unmet = unmetOf(compiled, needs)
  const requests = unmetRequests(filtered, period)
  const sample = [...unmet, ...requests].some(({ isSample }) => isSample)
  return { compiled, needs: needs.length, unmet, requests, sample }
}

function ofBank({ catalogue, vocabulary, sizeBands }: CompiledCatalogue, bankId: string): CompiledCatalogue {
  const products = catalogue.products.filter(({ bank }) => bank === bankId)
  return compileCatalogue({ ...catalogue, products }, vocabulary, sizeBands)
}
