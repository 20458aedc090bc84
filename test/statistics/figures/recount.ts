import type { Application, Dimensions, FinancingRequest } from '../../../src/applications/index.js'
import { annualisedSimplePct, internalRate } from '../../../src/finance/index.js'
import type { Loan } from '../../../src/loans/index.js'
import type { Raw } from './raw-records.js'

/** What a page asks for, in plain words of its own. */
export type Asked = {
  readonly from: string
  readonly to: string
  readonly bank: string | null
  readonly division: string | null
  readonly green: string | null
  readonly size: string | null
  readonly section: string | null
  readonly purpose: string | null
}

const inChina = (at: Date) => new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
const sections: Readonly<Record<string, string>> = { '1373': 'C', '3011': 'C', '4416': 'D' }

function fits(dimensions: Dimensions, asked: Asked): boolean {
  const same = (value: string | null, wanted: string | null) =>
    wanted === null ? true : wanted === '?' ? value === null : value === wanted
  if (!same(dimensions.division, asked.division) || !same(dimensions.sizeClass, asked.size)) return false
  if (!same(dimensions.purpose, asked.purpose)) return false
  const section = dimensions.industry === null ? null : (sections[dimensions.industry] ?? null)
  if (!same(section, asked.section)) return false
  const { green } = asked
  if (green === null) return true
  if (green === '?') return dimensions.greenCode === null
  if (dimensions.greenCode === null) return false
  if (green === '') return dimensions.greenCode === ''
  const [have, want] = [dimensions.greenCode.split('.'), green.split('.')]
  return dimensions.greenCode !== '' && want.every((part, at) => have[at] === part)
}

/**
 * Every figure counted a second time, straight from the raw records, loop by loop, without any of the code that pages
 * use. Unknown means are null.
 */
export function recount(raw: Raw, asked: Asked): Readonly<Record<string, number | null>> {
  const during = (day: string | null) => day !== null && day >= asked.from && day <= asked.to
  const bankCases = raw.applications.filter(
    (one) => one.bankId !== null && fits(one.dimensions, asked) && (asked.bank === null || one.bankId === asked.bank),
  )
  const requests = raw.requests.filter((request) => {
    if (!during(inChina(request.submittedAt)) || !fits(request.dimensions, asked)) return false
    if (asked.bank === null) return true
    return raw.applications.some((one) => one.requestId === request.id && one.bankId === asked.bank)
  })
  const reachedDuring = (one: Application, state: 'claimed' | 'approved') => {
    const at = one.reached[state]
    return at !== undefined && during(inChina(at))
  }
  const loans = raw.loans.filter(
    (loan) => fits(loan.dimensions, asked) && (asked.bank === null || loan.bankId === asked.bank),
  )
  const approved = bankCases.filter((one) => reachedDuring(one, 'approved'))
  return {
    institutions: new Set(bankCases.filter((one) => during(inChina(one.submittedAt))).map(({ bankId }) => bankId)).size,
    enterprises: new Set(requests.map(({ enterpriseId }) => enterpriseId)).size,
    requests: requests.length,
    requested: add(requests.map(({ amountFen }) => amountFen)),
    matched: requests.filter(fitted).length,
    claimed: new Set(bankCases.filter((one) => reachedDuring(one, 'claimed')).map(({ requestId }) => requestId)).size,
    approvals: approved.length,
    approved: add(approved.map(({ decision }) => decision?.amountFen ?? 0)),
    ...paidOut(raw, loans, asked),
    ...standing(raw, loans, asked),
  }
}

const add = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)
const fitted = ({ products }: FinancingRequest) => products.filter(({ verdict }) => verdict === 'eligible').length > 0

function paidOut(raw: Raw, loans: readonly Loan[], asked: Asked): Record<string, number | null> {
  let [fen, onCredit, rateTimesFen, allInTimesFen, allInFen, count] = [0, 0, 0, 0, 0, 0]
  const borrowers = new Set<string>()
  const first = new Set<string>()
  const days: number[] = []
  for (const loan of loans) {
    const made = raw.drawdowns.filter((one) => one.loanId === loan.id && one.madeOn !== null && one.amountFen !== 0)
    const during = made.filter(({ madeOn }) => madeOn !== null && madeOn >= asked.from && madeOn <= asked.to)
    const net = add(during.map(({ amountFen }) => amountFen))
    fen += net
    if (loan.guarantee === '信用') onCredit += net
    rateTimesFen += loan.rateBp * net
    // In these records either no fee arises, and the rate is the cost, or nobody has said.
    if (loan.fees.length > 0) {
      allInTimesFen += costBp(loan) * net
      allInFen += net
    }
    if (net > 0) {
      count += 1
      borrowers.add(loan.enterpriseId)
      if (loan.dimensions.firstLoan === true) first.add(loan.enterpriseId)
    }
    const start = made
      .filter(({ amountFen }) => amountFen > 0)
      .map(({ madeOn }) => madeOn ?? '')
      .sort()[0]
    const request = raw.requests.find(({ id }) => id === loan.requestId)
    if (start !== undefined && start >= asked.from && start <= asked.to && request) {
      days.push((Date.parse(start) - Date.parse(inChina(request.submittedAt))) / 86_400_000)
    }
  }
  days.sort((a, b) => a - b)
  const place = (share: number) => days[Math.ceil(days.length * share) - 1] ?? null
  return {
    disbursed: fen,
    loans: count,
    borrowers: borrowers.size,
    'first-loans': first.size,
    'credit-share': fen === 0 ? null : onCredit / fen,
    rate: fen === 0 ? null : rateTimesFen / fen,
    'all-in': allInFen === 0 ? null : allInTimesFen / allInFen,
    days: place(0.5),
    'days-ninth': place(0.9),
  }
}

/** The internal rate of equal principal by hand. */
function costBp({ amountFen, rateBp, months }: Loan): number {
  const flows = [amountFen]
  for (let left = months; left > 0; left -= 1) {
    flows.push(-(amountFen / months + (amountFen * (left / months) * rateBp) / 10_000 / 12))
  }
  return Math.round(annualisedSimplePct(internalRate(flows) ?? 0) * 100)
}

function standing(raw: Raw, loans: readonly Loan[], asked: Asked): Record<string, number | null> {
  let [balance, granted, used, coal, carbon] = [0, 0, 0, 0, 0]
  const owed = (loan: Loan) =>
    add(
      raw.drawdowns
        .filter((one) => one.loanId === loan.id && (one.madeOn ?? '9') <= asked.to)
        .map(({ amountFen }) => amountFen),
    ) -
    add(
      raw.repayments
        .filter((one) => one.loanId === loan.id && one.paidOn <= asked.to)
        .map(({ principalFen }) => principalFen),
    )
  const balances = new Map(loans.map((loan) => [loan, owed(loan)]))
  for (const loan of loans) {
    const own = balances.get(loan) ?? 0
    balance += own
    if (loan.signedOn <= asked.to && (loan.closedOn === null || loan.closedOn > asked.to)) {
      granted += loan.amountFen
      used += add(
        raw.drawdowns
          .filter((one) => one.loanId === loan.id && (one.madeOn ?? '9') <= asked.to)
          .map(({ amountFen }) => amountFen),
      )
    }
    const { investmentFen, energySavingTce, carbonReductionT } = loan.dimensions
    if (own <= 0 || investmentFen === null) continue
    const project = raw.loans.filter(({ projectId }) => projectId === loan.projectId)
    const together = add(project.map((one) => Math.max(0, owed(one))))
    const share = own / Math.max(investmentFen, together)
    coal += (energySavingTce ?? 0) * share
    carbon += (carbonReductionT ?? 0) * share
  }
  return { balance, granted, used, coal, carbon }
}
