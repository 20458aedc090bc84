import { addMonths, type LawDate, partsOf } from '../../kernel/dates.js'
import type { Contract } from './loan.js'
import { datedSchedule, yearFraction } from '../../finance/index.js'
import type { Fen } from '../../kernel/money.js'
import { fractionFromBp } from '../../kernel/percent.js'

/**
 * The days on which something falls due by the contract, in order: every month from the first due date on (the last
 * day of a month that has no such day), the days of the plan, and the maturity. 到期一次还本付息 has the maturity alone.
 */
export function dueDates({
  method,
  firstDueOn,
  maturity,
  plan,
}: Pick<Contract, 'method' | 'firstDueOn' | 'maturity' | 'plan'>): readonly LawDate[] {
  if (method === '到期一次还本付息') return [maturity]
  const dates = new Set<LawDate>(plan.map(({ dueOn }) => dueOn))
  for (let month = 0, day = firstDueOn; day < maturity; month += 1, day = addMonths(firstDueOn, month)) dates.add(day)
  dates.add(maturity)
  return [...dates].filter((day) => day <= maturity).sort()
}

type Line = { dueOn: LawDate; principal: Fen; interest: Fen }

/**
 * How a balance is paid back on the due dates that are left after a day, in whole fen: the schedule of `datedSchedule`
 * for a loan that begins then.
 * @param carried interest in fractions of a fen that had run up by that day and falls due with the first date
 */
export function remainingDues(contract: Contract, balance: Fen, from: LawDate, carried: number): Line[] {
  const { method, rateBp, dayCount, firstDueOn, maturity, plan } = contract
  const regular = dueDates({ method, firstDueOn, maturity, plan: [] })
  const { instalments } = datedSchedule({
    drawdowns: [{ on: from, amountFen: balance }],
    plan: plan
      .filter(({ dueOn }) => dueOn > from)
      .map(({ dueOn, principalFen }) => ({ on: dueOn, amountFen: principalFen })),
    firstDueOn: regular.find((dueOn) => dueOn > from) ?? maturity,
    dueDay: dueDayOf(contract),
    maturityOn: maturity,
    carriedInterest: carried,
    ...{ method, rateBp, dayCount },
  })
  return instalments.map(({ dueOn, principalFen, interestFen }) => {
    return { dueOn, principal: principalFen, interest: interestFen }
  })
}

/** Interest of a stretch in fractions of a fen, not yet rounded. */
export function exactInterest(contract: Contract, balance: Fen, from: LawDate, to: LawDate): number {
  if (balance === 0) return 0
  const years = yearFraction(from, to, contract.dayCount, dueDayOf(contract))
  return balance * fractionFromBp(contract.rateBp) * years
}

const dueDayOf = ({ firstDueOn }: Contract): number => partsOf(firstDueOn).day
