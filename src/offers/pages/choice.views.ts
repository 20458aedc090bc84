import { isEnded, STATE_NAMES, type Application, type FinancingRequest } from '../../applications/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { exactWanText, formatYuan, wanFromFen } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import type { FormFault, Typed } from '../../web/form.js'
import type { ComparedOffer } from '../rules/compare-offers.js'
import { isChosen, remainingFen, otherOpenApplications, chosenFen } from '../rules/chosen-offers.js'
import { bankAndProduct } from './compare.views.js'

type ChoiceFormInput = {
  readonly request: FinancingRequest
  readonly applications: readonly Application[]
  readonly open: readonly ComparedOffer[]
  readonly choice: number
  readonly typed: Typed
  readonly faults: readonly FormFault[]
}

const choiceAddress = ({ id }: FinancingRequest) => paths.enterpriseRequestChoice({ id })

/** Whether another bank or the hall could still cover the remainder. */
const canCoverRemainder = (applications: readonly Application[]): boolean =>
  otherOpenApplications(applications).length > 0 ||
  applications.some(({ kind, state }) => kind === 'hall' && ['open', 'claimed', 'dispatched'].includes(state))

/** The form of a choice; null when nothing can be chosen. */
export function choiceForm({ request, applications, open, choice, typed, faults }: ChoiceFormInput) {
  const left = remainingFen(request.amountFen, applications)
  if (open.length === 0 || left === 0) return null
  const sent = Object.keys(typed).length > 0
  const inHall = applications.some(({ kind, state }) => kind === 'hall' && !isEnded(state))
  return {
    action: choiceAddress(request),
    choice,
    left: exactWanText(left),
    /** Whether to ask what becomes of the remainder. */
    asksRest: inHall || otherOpenApplications(applications).length > 1,
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
        words: `最多 ${exactWanText(sheet.terms.amountFen)}，${annualWords(sheet.annual?.simplePct ?? null, unranked)}`,
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

/** The key figures of one offer, for the top of the page. */
export function summaryOf({ application, sheet, unranked, status }: ComparedOffer, isCheapest: boolean) {
  return {
    name: application.productName ?? '',
    bank: application.bankName ?? '',
    href: paths.enterpriseApplicationOffer({ id: application.id }),
    annual: sheet.annual === null ? null : formatRatePct(sheet.annual.simplePct),
    unranked,
    cheapest: isCheapest,
    taken: status === 'taken',
    lines: [
      `${exactWanText(sheet.terms.amountFen)}，${sheet.terms.months} 个月，${sheet.terms.method}`,
      sheet.firstPaymentFen === null ? '首期还款算不出' : `首期还款 ${formatYuan(sheet.firstPaymentFen)}`,
      sheet.totalPaidFen === null ? '还款总额算不出' : `还款总额 ${formatYuan(sheet.totalPaidFen)}`,
    ],
  }
}

/** The offers chosen so far; null when there are none. */
export function chosenView(request: FinancingRequest, applications: readonly Application[], choice: number) {
  const taken = applications.filter(isChosen)
  if (taken.length === 0) return null
  const left = remainingFen(request.amountFen, applications)
  return {
    left: exactWanText(left),
    covered: left === 0,
    /** The form that ends the kept applications; null when there are none. */
    end: left > 0 && canCoverRemainder(applications) ? { action: choiceAddress(request), choice } : null,
    rows: taken.map((one) => ({
      name: bankAndProduct(one),
      amount: exactWanText(chosenFen(one)),
      state: STATE_NAMES[one.state],
      href: paths.enterpriseApplication({ id: one.id }),
    })),
  }
}

/** Banks without an open offer: still at work, or ended with a link to apply again. */
export function otherBanks(applications: readonly Application[], request: FinancingRequest, today: LawDate) {
  const shown = new Set(['offered'])
  return applications
    .filter((one) => one.kind === 'bank' && !isChosen(one))
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
