import { compileCatalogue, type CompiledCatalogue } from '@lueqiao/matching-engine'
import type { EnterprisesService } from '../../enterprises/index.js'
import { addDays, chinaMidnight } from '../../kernel/dates.js'
import { dateOf } from '../figures/day.js'
import { passes } from '../figures/narrow.js'
import type { Judged } from '../promises/judged.js'
import { needRow, unmetOf, type UnmetNeed } from './unmet-needs.js'
import { unmetRequests, type UnmetRequest } from './unmet-requests.js'

export type UnmetDeps = {
  readonly enterprises: Pick<EnterprisesService, 'openNeeds'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

export type Unmet = {
  /** The products that needs are held against: all in force, or those of the bank that the page is narrowed to. */
  readonly compiled: CompiledCatalogue
  /** Open needs of the filter, met or not. */
  readonly needs: number
  readonly unmet: readonly UnmetNeed[]
  readonly requests: readonly UnmetRequest[]
  readonly sample: boolean
}

/** Demand that found no product or no bank, for what is asked. */
export async function unmetFor({ enterprises }: Pick<UnmetDeps, 'enterprises'>, seen: Judged): Promise<Unmet> {
  const { asked, catalogue, reference, part } = seen
  const { period, narrowing } = asked
  const { compiled: whole } = await catalogue.current()
  const compiled = narrowing.bankId === null ? whole : ofBank(whole, narrowing.bankId)
  const instant = (day: string) => chinaMidnight(day)
  const open = await enterprises.openNeeds(instant(dateOf(period.from)), instant(addDays(dateOf(period.to), 1)))
  const sectionOf = (industry: string) => reference.industries.find(industry)?.section ?? null
  const needs = open.map((one) => needRow(one, compiled, sectionOf)).filter((row) => passes(row, narrowing))
  const unmet = unmetOf(compiled, needs)
  const requests = unmetRequests(part, period)
  const sample = [...unmet, ...requests].some(({ isSample }) => isSample)
  return { compiled, needs: needs.length, unmet, requests, sample }
}

function ofBank({ catalogue, vocabulary, sizeBands }: CompiledCatalogue, bankId: string): CompiledCatalogue {
  const products = catalogue.products.filter(({ bank }) => bank === bankId)
  return compileCatalogue({ ...catalogue, products }, vocabulary, sizeBands)
}
