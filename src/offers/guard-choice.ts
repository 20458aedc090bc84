import { plainReference, type Application, type FinancingRequest } from '../applications/index.js'
import { isPromise } from '../enterprises/index.js'
import type { PledgedPart } from '../finance/index.js'
import { formatDate, type LawDate } from '../kernel/dates.js'
import { type Fen, exactWanText } from '../kernel/money.js'
import { isOpenOffer, isTaken, leftToTake, othersRunning } from './taken.js'

/** An offer that is to be chosen, and how much of it. */
export type PickedOffer = { readonly applicationId: string; readonly amountFen: Fen }

/** What becomes of the other banks when the need is covered only in part. */
export type Rest = 'keep' | 'end'

/** `field` names the control of the form, empty for none. */
export type ChoiceFault = { readonly field: string; readonly message: string }

export type ChoiceAsked = {
  readonly request: Pick<FinancingRequest, 'amountFen' | 'securities'>
  /** All applications of the request. */
  readonly applications: readonly Application[]
  readonly picks: readonly PickedOffer[]
  readonly rest: Rest | null
  readonly today: LawDate
}

const fault = (field: string, message: string): ChoiceFault => ({ field, message })

/**
 * Why these offers cannot be chosen together, in plain Chinese; nothing when they can. Together with what was chosen
 * before they never come to more than was asked for, and never take more of a thing than the request pledges.
 */
export function faultsOfChoice(asked: ChoiceAsked): readonly ChoiceFault[] {
  const { picks, rest, applications } = asked
  // With something chosen before, it may be said alone that the rest is not needed.
  if (picks.length === 0 && rest === 'end' && applications.some(isTaken)) return []
  if (picks.length === 0) return [fault('', '请至少勾选一份方案')]
  const each = picks.flatMap((pick) => faultsOfPick(asked, pick))
  if (each.length > 0) return each
  return [...faultsOfSum(asked), ...faultsOfSecurities(asked), ...faultsOfRest(asked)]
}

const pickedBy = ({ applications }: Pick<ChoiceAsked, 'applications'>, { applicationId }: PickedOffer) =>
  applications.find(({ id }) => id === applicationId)

function faultsOfPick(asked: ChoiceAsked, pick: PickedOffer): readonly ChoiceFault[] {
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

function faultsOfSum({ request, applications, picks }: ChoiceAsked): readonly ChoiceFault[] {
  const left = leftToTake(request.amountFen, applications)
  const sum = sumOf(picks)
  if (sum <= left) return []
  const before = left === request.amountFen ? '' : `，其中 ${exactWanText(request.amountFen - left)} 已经选定`
  const message = `选定金额合计 ${exactWanText(sum)}，超过还可选定的 ${exactWanText(left)}（申请金额 ${exactWanText(request.amountFen)}${before}）`
  return [fault(`amount-${picks[0]?.applicationId ?? ''}`, message)]
}

/** One thing, what the offers take of it, and who takes it. */
type Claimed = { readonly name: string; readonly taken: readonly { readonly bank: string; readonly fen: Fen }[] }

function faultsOfSecurities(asked: ChoiceAsked): readonly ChoiceFault[] {
  const picked = asked.picks.flatMap((pick) => pickedBy(asked, pick) ?? [])
  const claimed = new Map<string, Claimed>()
  for (const { bankName, offer } of [...asked.applications.filter(isTaken), ...picked]) {
    for (const part of offer?.terms.securities ?? []) {
      const reference = plainReference(part.reference)
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

/** What the request pledges of a thing; null where nobody has said what it is worth, or the request does not name it. */
function pledgedValue({ securities }: Pick<FinancingRequest, 'securities'>, reference: string): Fen | null {
  const named = securities.filter((one) => plainReference(one.reference) === reference)
  const values = named.map(({ valueFen, pledgedFen }) => pledgedFen ?? valueFen)
  return named.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, fen) => sum + (fen ?? 0), 0)
}

function overValue({ name, taken }: Claimed, valueFen: Fen | null): string | null {
  const banks = taken.map(({ bank }) => bank).join('、')
  if (valueFen === null) {
    return taken.length < 2 ? null : `${name}：价值没有填写，只能用于一份方案，不能同时给${banks}`
  }
  const sum = taken.reduce((total, { fen }) => total + fen, 0)
  if (sum <= valueFen) return null
  return `${name}：${banks}共要占用 ${exactWanText(sum)}，超过本次申请可用的 ${exactWanText(valueFen)}；请与银行商量后修改方案`
}

/** Whether it has to be said what becomes of the others: the need is not covered, and somebody could still serve it. */
export function leavesRest({ request, applications, picks }: Omit<ChoiceAsked, 'rest' | 'today'>): boolean {
  if (sumOf(picks) >= leftToTake(request.amountFen, applications)) return false
  const others = othersRunning(applications).filter(
    (one) => !picks.some(({ applicationId }) => applicationId === one.id),
  )
  const inHall = applications.some(({ kind, state }) => kind === 'hall' && (state === 'open' || state === 'claimed'))
  return others.length > 0 || inHall
}

function faultsOfRest(asked: ChoiceAsked): readonly ChoiceFault[] {
  if (asked.rest !== null || !leavesRest(asked)) return []
  return [fault('rest', '选定的金额不足申请金额，请选择其余银行继续办理还是不再需要')]
}
