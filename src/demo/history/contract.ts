import type { Application, FinancingRequest } from '../../applications/index.js'
import { addMonths, type LawDate } from '../../kernel/dates.js'
import { addWorkingDays } from '../../kernel/working-days.js'
import type { LoansService } from '../../loans/index.js'
import type { Chance } from '../sample-figures.js'
import { guaranteeOf } from './invented-terms.js'

type Signature = Parameters<LoansService['sign']>[2]

const FEN_PER_WAN = 1_000_000

/** A contract as the bank approved it; a project is drawn in two or three parts. */
export function contractOf(
  application: Application,
  request: FinancingRequest,
  signedOn: LawDate,
  chance: Chance,
): Signature {
  const { decision, offer } = application
  if (decision === null || offer === null) throw new Error(`nothing was decided of ${application.number}`)
  const { amountFen, rateBp, months } = decision
  return {
    contract: {
      contractNumber: `示例${request.number.replace(/\D/g, '')}-${application.number.split('-').at(-1) ?? ''}`,
      ...{ amountFen, rateBp, months, signedOn },
      ...{ method: offer.terms.method, dayCount: offer.terms.dayCount, plan: [] },
      firstDueOn: addMonths(signedOn, 1),
      maturity: addMonths(signedOn, months),
      guarantee: guaranteeOf(request),
    },
    conditions: decision.conditions === '' ? [] : [decision.conditions],
    drawdowns: drawingOf(amountFen, signedOn, application.dimensions.purpose === '项目建设', chance),
    shown: application.version,
  }
}

function drawingOf(amountFen: number, signedOn: LawDate, project: boolean, chance: Chance): Signature['drawdowns'] {
  const first = addWorkingDays(signedOn, chance.between(1, 6)).date
  const parts = project ? chance.between(2, 3) : 1
  const part = Math.floor(amountFen / parts / FEN_PER_WAN) * FEN_PER_WAN
  if (parts === 1 || part === 0) return [{ on: first, amountFen }]
  return Array.from({ length: parts }, (_, place) => ({
    on: addWorkingDays(addMonths(first, place * 2), 0).date,
    amountFen: place === parts - 1 ? amountFen - part * (parts - 1) : part,
  }))
}
