import { isEnded, STATE_NAMES, type Application, type FinancingRequest } from '../../applications/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan, wanFromFen } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import type { FormFault, Typed } from '../../web/form.js'
import type { ComparedOffer } from '../compare-offers.js'
import { isTaken, leftToTake, othersRunning, takenFen } from '../taken.js'
import { bankAndProduct } from './compare.views.js'
import { wanText } from './money-text.js'

type Asked = {
  readonly request: FinancingRequest
  readonly applications: readonly Application[]
  readonly open: readonly ComparedOffer[]
  readonly choice: number
  readonly typed: Typed
  readonly faults: readonly FormFault[]
}

const choiceAddress = ({ id }: FinancingRequest) => paths.enterpriseRequestChoice({ id })

/** Whether anybody that is not chosen could serve a rest: another bank, or the hall. */
const servesRest = (applications: readonly Application[]): boolean =>
  othersRunning(applications).length > 0 ||
  applications.some(({ kind, state }) => kind === 'hall' && ['open', 'claimed', 'dispatched'].includes(state))

/** The form that chooses; null when nothing can be chosen any more. */
export function choiceForm({ request, applications, open, choice, typed, faults }: Asked) {
  const left = leftToTake(request.amountFen, applications)
  if (open.length === 0 || left === 0) return null
  const sent = Object.keys(typed).length > 0
  const inHall = applications.some(({ kind, state }) => kind === 'hall' && !isEnded(state))
  return {
    action: choiceAddress(request),
    choice,
    left: wanText(left),
    /** Whether anybody would be left to serve a rest. */
    asksRest: inHall || othersRunning(applications).length > 1,
    rest: typed.rest ?? '',
    restFault: faults.find(({ field }) => field === 'rest')?.message ?? '',
    options: open.map(({ application, sheet, unranked }) => {
      const { id, version } = application
      const usual = String(wanFromFen(Math.min(left, sheet.terms.amountFen)))
      const why = (field: string) => faults.find((one) => one.field === `${field}-${id}`)?.message ?? ''
      return {
        id,
        version,
        name: bankAndProduct(application),
        words: `最多 ${wanText(sheet.terms.amountFen)}，${annualWords(sheet.annual?.simplePct ?? null, unranked)}`,
        until: `有效期到 ${formatDate(sheet.terms.validUntil)}`,
        picked: `pick-${id}` in typed,
        amount: sent ? (typed[`amount-${id}`] ?? '') : usual,
        fault: why('amount') || why('pick'),
      }
    }),
  }
}

const annualWords = (pct: number | null, unranked: string | null) =>
  pct === null ? (unranked ?? '') : `综合年成本 ${formatRatePct(pct)}`

/** One plan in a few figures, for the top of the page. */
export function summaryOf({ application, sheet, unranked, standing }: ComparedOffer, isCheapest: boolean) {
  return {
    name: application.productName ?? '',
    bank: application.bankName ?? '',
    href: paths.enterpriseApplicationOffer({ id: application.id }),
    annual: sheet.annual === null ? null : formatRatePct(sheet.annual.simplePct),
    unranked,
    cheapest: isCheapest,
    taken: standing === 'taken',
    lines: [
      `${wanText(sheet.terms.amountFen)}，${sheet.terms.months} 个月，${sheet.terms.method}`,
      sheet.firstPaymentFen === null ? '首期还款算不出' : `首期还款 ${formatYuan(sheet.firstPaymentFen)}`,
      sheet.totalPaidFen === null ? '还款总额算不出' : `还款总额 ${formatYuan(sheet.totalPaidFen)}`,
    ],
  }
}

/** What was chosen so far; null while nothing was. */
export function takenView(request: FinancingRequest, applications: readonly Application[], choice: number) {
  const taken = applications.filter(isTaken)
  if (taken.length === 0) return null
  const left = leftToTake(request.amountFen, applications)
  return {
    left: wanText(left),
    covered: left === 0,
    /** Ends those that are kept for the rest; null when nobody is. */
    end: left > 0 && servesRest(applications) ? { action: choiceAddress(request), choice } : null,
    rows: taken.map((one) => ({
      name: bankAndProduct(one),
      amount: wanText(takenFen(one)),
      state: STATE_NAMES[one.state],
      href: paths.enterpriseApplication({ id: one.id }),
    })),
  }
}

/** Banks without an offer on the table: still at work, or ended, with the way to ask again where there is one. */
export function otherBanks(applications: readonly Application[], request: FinancingRequest, today: LawDate) {
  const shown = new Set(['offered'])
  return applications
    .filter((one) => one.kind === 'bank' && !isTaken(one))
    .filter((one) => !shown.has(one.state) || (one.offer?.terms.validUntil ?? '') < today)
    .map((one) => ({
      name: bankAndProduct(one),
      state: STATE_NAMES[one.state],
      href: paths.enterpriseApplication({ id: one.id }),
      again: isEnded(one.state)
        ? paths.enterpriseNewApplication({}, { need: request.needId, after: one.id, again: '1' })
        : null,
    }))
}
