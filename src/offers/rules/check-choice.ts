import { normalizeReference, type Application, type FinancingRequest } from '../../applications/index.js'
import { isPromise } from '../../enterprises/index.js'
import type { PledgedPart } from '../../finance/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { type Fen, exactWanText } from '../../kernel/money.js'
import { isOpenOffer, isChosen, remainingFen, otherOpenApplications } from './chosen-offers.js'

/** An offer to choose, and how much of it. */
export type PickedOffer = { readonly applicationId: string; readonly amountFen: Fen }

/** Whether the other banks go on (`keep`) or are withdrawn (`end`) when the choice leaves a remainder. */
export type Remainder = 'keep' | 'end'

export type ChoiceToCheck = {
  readonly request: Pick<FinancingRequest, 'amountFen' | 'securities'>
  /** All applications of the request. */
  readonly applications: readonly Application[]
  readonly picks: readonly PickedOffer[]
  readonly rest: Remainder | null
  readonly today: LawDate
}

const fault = (field: string, message: string): FieldFault => ({ field, message })

/**
 * The faults of a choice of offers, in plain Chinese; none when it is valid. With earlier choices it may not exceed the
 * requested amount, nor use more of a security than the request pledges.
 */
export function choiceFaults(asked: ChoiceToCheck): readonly FieldFault[] {
  const { picks, rest, applications } = asked
  // After an earlier choice, the remainder may be ended without picks.
  if (picks.length === 0 && rest === 'end' && applications.some(isChosen)) return []
  if (picks.length === 0) return [fault('', '请至少勾选一份方案')]
  const each = picks.flatMap((pick) => pickFaults(asked, pick))
  if (each.length > 0) return each
  return [...sumFaults(asked), ...securityFaults(asked), ...remainderFaults(asked)]
}

const pickedBy = ({ applications }: Pick<ChoiceToCheck, 'applications'>, { applicationId }: PickedOffer) =>
  applications.find(({ id }) => id === applicationId)

function pickFaults(asked: ChoiceToCheck, pick: PickedOffer): readonly FieldFault[] {
  const application = pickedBy(asked, pick)
  const terms = application?.offer?.terms
  if (application === undefined || terms === undefined) return [fault('', '勾选的方案已不在这次申请中')]
  const bank = application.bankName ?? ''
  if (!isOpenOffer(application, asked.today)) {
    const message = `${bank}的方案有效期到 ${formatDate(terms.validUntil)}，已经过期，不能选定；可以请银行延长后再选`
    return [fault(`pick-${application.id}`, message)]
  }
  const field = `amount-${application.id}`
  if (pick.amountFen <= 0) return [fault(field, `${bank}：请填写要用的金额`)]
  if (pick.amountFen > terms.amountFen)
    return [fault(field, `${bank}：方案的金额是 ${exactWanText(terms.amountFen)}，不能多用`)]
  return []
}

const sumOf = (picks: readonly PickedOffer[]): Fen => picks.reduce((sum, { amountFen }) => sum + amountFen, 0)

function sumFaults({ request, applications, picks }: ChoiceToCheck): readonly FieldFault[] {
  const left = remainingFen(request.amountFen, applications)
  const sum = sumOf(picks)
  if (sum <= left) return []
  const before = left === request.amountFen ? '' : `，其中 ${exactWanText(request.amountFen - left)} 已经选定`
  const message = `选定金额合计 ${exactWanText(sum)}，超过还可选定的 ${exactWanText(left)}（申请金额 ${exactWanText(request.amountFen)}${before}）`
  return [fault(`amount-${picks[0]?.applicationId ?? ''}`, message)]
}

/** One security and how much of it each bank's offer uses. */
type PledgedThing = { readonly name: string; readonly taken: readonly { readonly bank: string; readonly fen: Fen }[] }

function securityFaults(asked: ChoiceToCheck): readonly FieldFault[] {
  const picked = asked.picks.flatMap((pick) => pickedBy(asked, pick) ?? [])
  const claimed = new Map<string, PledgedThing>()
  for (const { bankName, offer } of [...asked.applications.filter(isChosen), ...picked]) {
    for (const part of offer?.terms.securities ?? []) {
      const reference = normalizeReference(part.reference)
      if (isPromise(part.kind) || part.valueFen === null || reference === '') continue
      const taken = claimed.get(reference)?.taken ?? []
      claimed.set(reference, { name: nameOf(part), taken: [...taken, { bank: bankName ?? '', fen: part.valueFen }] })
    }
  }
  return [...claimed].flatMap(([reference, thing]) => {
    const sentence = overValue(thing, pledgedValue(asked.request, reference))
    return sentence === null ? [] : [fault('', sentence)]
  })
}

const nameOf = ({ kind, reference }: PledgedPart) => `${kind}“${reference}”`

/** The pledged value of a security; null when it is unknown or the request does not list it. */
function pledgedValue({ securities }: Pick<FinancingRequest, 'securities'>, reference: string): Fen | null {
  const named = securities.filter((one) => normalizeReference(one.reference) === reference)
  const values = named.map(({ valueFen, pledgedFen }) => pledgedFen ?? valueFen)
  return named.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, fen) => sum + (fen ?? 0), 0)
}

function overValue({ name, taken }: PledgedThing, valueFen: Fen | null): string | null {
  const banks = taken.map(({ bank }) => bank).join('、')
  if (valueFen === null) {
    return taken.length < 2 ? null : `${name}：价值没有填写，只能用于一份方案，不能同时给${banks}`
  }
  const sum = taken.reduce((total, { fen }) => total + fen, 0)
  if (sum <= valueFen) return null
  return `${name}：${banks}共要占用 ${exactWanText(sum)}，超过本次申请可用的 ${exactWanText(valueFen)}；请与银行商量后修改方案`
}

/** Whether a remainder is left that another bank or the hall could still cover, so that `rest` must be given. */
export function leavesRemainder({ request, applications, picks }: Omit<ChoiceToCheck, 'rest' | 'today'>): boolean {
  if (sumOf(picks) >= remainingFen(request.amountFen, applications)) return false
  const others = otherOpenApplications(applications).filter(
    (one) => !picks.some(({ applicationId }) => applicationId === one.id),
  )
  const inHall = applications.some(({ kind, state }) => kind === 'hall' && (state === 'open' || state === 'claimed'))
  return others.length > 0 || inHall
}

function remainderFaults(asked: ChoiceToCheck): readonly FieldFault[] {
  if (asked.rest !== null || !leavesRemainder(asked)) return []
  return [fault('rest', '选定的金额不足申请金额，请选择其余银行继续办理还是不再需要')]
}
