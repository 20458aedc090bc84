import { REFUSALS, type Application, type Mover, type Submission } from '../applications/index.js'
import { systemActor } from '../audit/index.js'
import { newRecordId } from '../db/index.js'
import type { Need } from '../enterprises/index.js'
import { FEE_KINDS, type OfferTerms } from '../finance/index.js'
import { addDays, addMonths, type LawDate, chinaDay } from '../kernel/dates.js'
import { bpFromPct } from '../kernel/percent.js'
import { isWorkingDay } from '../kernel/working-days.js'
import { DEMO_ENTERPRISE, demoBankId } from './demo-bank.js'
import type { DemoDeps } from './demo.js'
import { findDemoAccount } from './demo-people.js'
import { samplePdf } from './sample-pdf.js'
import { sampleCode } from './samples.js'

/** Sample enterprises whose needs the bank of the demonstration lends for, that of its own people first. */
const NUMBERS = [DEMO_ENTERPRISE, 4, 9, 2, 17, 22, 10]

const owner: Mover = { kind: 'enterprise', actor: systemActor, name: '示例企业经办人' }
const colleague: Officer = { id: null, mover: { kind: 'officer', actor: systemActor, name: '示例客户经理' } }

/** Who works on an application: at the demonstration's bank whoever may sign in as its officer. */
type Officer = { readonly id: string | null; readonly mover: Mover }

async function officerAt(deps: DemoDeps, { bankId }: Application): Promise<Officer> {
  const account = await findDemoAccount(deps, 'officer')
  if (account?.organisation.id !== bankId) return colleague
  const { id, name, role, organisation } = account
  return { id, mover: { kind: 'officer', actor: { accountId: id, role, organisationId: organisation.id }, name } }
}

/**
 * A few invented applications, in several states and none of them late or refused, entered by the use cases themselves
 * with dates of the last working days: one asked for papers with an offer beside it, one under review, one that was
 * called, one that was claimed, one whose refusal waits for the manager, one that has just come in, and one open in the
 * hall. Nothing happens where the first
 * sample enterprise has applied already.
 */
export async function addSampleApplications(deps: DemoDeps): Promise<void> {
  const ids = await enterpriseIds(deps)
  const [first = ''] = ids
  const { total } = await deps.requests.list({ enterpriseId: first }, {}, { skip: 0, limit: 1 })
  if (first === '' || total > 0) return
  const bankId = await demoBankId(deps)
  const days = lastWorkingDays(chinaDay(deps.now()))
  const at = (back: number, hour: number) => {
    const then = new Date(`${days[back] ?? ''}T${String(hour).padStart(2, '0')}:15:00+08:00`)
    return then < deps.now() ? then : deps.now()
  }

  const own = await choiceFor(deps, first, bankId)
  if (own) {
    const both = await submit(deps, own, 'directed', at(5, 10))
    const [one, other] = [both.find((entry) => entry.bankId !== bankId), both.find((entry) => entry.bankId === bankId)]
    if (one) {
      await work(deps, one, [['claim', at(4, 9)], ['contact', at(3, 15)]]) // prettier-ignore
      await ask(deps, one, at(2, 11))
    }
    if (other) {
      await work(deps, other, [['claim', at(4, 10)], ['contact', at(3, 10)], ['review', at(2, 9)]]) // prettier-ignore
      await offer(deps, other, at(1, 16))
    }
  }
  const found: Choice[] = []
  for (const id of ids.slice(1)) {
    const choice = await choiceFor(deps, id, bankId)
    if (choice) found.push(choice)
  }
  const [reviewed, fresh, open, claimed, called, large] = found
  if (reviewed) {
    const [one] = await submit(deps, only(reviewed), 'directed', at(5, 14))
    if (one) await work(deps, one, [['claim', at(4, 14)], ['contact', at(3, 9)], ['review', at(2, 10)]]) // prettier-ignore
  }
  if (called) {
    const [one] = await submit(deps, only(called), 'directed', at(3, 9))
    if (one) await work(deps, one, [['claim', at(2, 9)], ['contact', at(1, 10)]]) // prettier-ignore
  }
  if (large) {
    const [one] = await submit(deps, only(large), 'directed', at(5, 11))
    if (one) await work(deps, one, [['claim', at(4, 15)], ['contact', at(3, 11)], ['review', at(2, 14)]]) // prettier-ignore
    if (one) await propose(deps, one)
  }
  if (claimed) {
    const [one] = await submit(deps, only(claimed), 'directed', at(2, 15))
    if (one) await work(deps, one, [['claim', at(1, 9)]])
  }
  if (fresh) await submit(deps, only(fresh), 'directed', deps.now())
  if (open) await submit(deps, open, 'hall', deps.now())
}

type Choice = {
  readonly enterpriseId: string
  readonly need: Need
  readonly amountFen: number
  readonly termMonths: number
  /** That of the demonstration's bank first. */
  readonly productIds: readonly string[]
  readonly bankIds: readonly string[]
  readonly fileId: string
}

const only = (choice: Choice): Choice => ({
  ...choice,
  productIds: choice.productIds.slice(0, 1),
  bankIds: choice.bankIds.slice(0, 1),
})

async function enterpriseIds({ enterprises }: DemoDeps): Promise<readonly string[]> {
  const ids: string[] = []
  for (const number of NUMBERS) {
    const enterprise = await enterprises.findByCreditCode(sampleCode(number))
    if (enterprise?.status === 'approved') ids.push(enterprise.id)
  }
  return ids
}

/** A product of the bank and one of another that may be applied for with half of a need; null when none may. */
async function choiceFor(deps: DemoDeps, enterpriseId: string, bankId: string): Promise<Choice | null> {
  const { enterprises, requests, catalogue } = deps
  const need = (await enterprises.needsOf(enterpriseId)).find(({ purpose }) => purpose === '流动资金')
  if (need?.amountFen == null || need.termMonths === null) return null
  await enterprises.matchNeed(enterpriseId, need.id, systemActor)
  const choices = (await requests.choicesFor(enterpriseId, need.id))?.choices ?? []
  const { products } = await catalogue.current()
  const { termMonths } = need
  const fits = choices.filter(({ productId, why }) => {
    const term = products.get(productId)?.term
    return why === null && (term?.minMonths ?? 0) <= termMonths && (term?.maxMonths ?? 999) >= termMonths
  })
  const named = [fits.find((one) => one.bankId === bankId), fits.find((one) => one.bankId !== bankId)]
  const chosen = named.filter((one) => one !== undefined)
  const [first] = chosen
  if (first?.bankId !== bankId) return null
  const limits = chosen.map(({ productId }) => products.get(productId)?.amount)
  const most = Math.min(...limits.map((amount) => amount?.maxWan ?? Infinity))
  const amountWan = Math.min(most, Math.ceil((need.amountFen * 0.6) / 1_000_000))
  if (limits.some((amount) => (amount?.minWan ?? 0) > amountWan)) return null
  const file = await enterprises.addEvidence(enterpriseId, samplePdf(), systemActor)
  const [known] = await enterprises.evidenceOf(enterpriseId)
  const fileId = file.ok ? file.value.id : (known?.id ?? '')
  return {
    ...{ enterpriseId, need, termMonths, fileId, amountFen: amountWan * 1_000_000 },
    ...{ productIds: chosen.map(({ productId }) => productId), bankIds: chosen.map((one) => one.bankId) },
  }
}

/** @returns its applications; none when the rules refuse it, since samples are no reason to bend them. */
async function submit(
  { requests, now }: DemoDeps,
  choice: Choice,
  channel: Submission['channel'],
  at: Date,
): Promise<readonly Application[]> {
  const { enterpriseId, need, amountFen, termMonths, productIds, bankIds, fileId } = choice
  const desk = requests.samplesAt(at)
  const outcome = await desk.submit(
    enterpriseId,
    {
      ...{ key: newRecordId(), needId: need.id, channel, productIds, excludedBanks: [], amountFen, termMonths },
      securities: (need.securities ?? []).map(({ kind, valueFen }) => ({
        ...{ kind, valueFen, pledgedFen: null },
        reference: `示例-${kind}`,
      })),
      papers: ['licence', 'statements', 'approvals'].map((code) => ({ code, evidenceIds: [fileId] })),
      ...{ firstLoan: false, agreedBanks: bankIds, agreedHall: true },
      scopes: ['profile', 'figures', 'evidence', 'needs'],
      until: addMonths(chinaDay(now()), 6),
    },
    owner,
  )
  return outcome.ok ? desk.applicationsOf(outcome.request) : []
}

type Step = readonly ['claim' | 'contact' | 'review', Date]

async function work(deps: DemoDeps, application: Application, steps: readonly Step[]): Promise<void> {
  const officer = await officerAt(deps, application)
  for (const [action, at] of steps) {
    await deps.requests.samplesAt(at).move(application.id, {
      ...{ action, mover: officer.mover },
      ...(action === 'contact' && { reason: '电话联系，已约定现场走访时间（示例）' }),
      ...(action === 'claim' && { set: { officerId: officer.id, officerName: officer.mover.name } }),
    })
  }
}

async function ask(deps: DemoDeps, application: Application, at: Date): Promise<void> {
  const { mover } = await officerAt(deps, application)
  const items = ['最近三个月银行流水', '设备采购合同或报价单']
  const asked = { items, note: '扫描件即可（示例）', at, by: mover.name }
  await deps.requests.samplesAt(at).move(application.id, { action: 'ask', mover, set: { asked }, detail: { items } })
}

async function offer(deps: DemoDeps, application: Application, at: Date): Promise<void> {
  const product = (await deps.catalogue.current()).products.get(application.productId ?? '')
  const terms: OfferTerms = {
    ...{
      amountFen: application.amountFen,
      months: application.termMonths,
      rateBp: bpFromPct(product?.rate.minPct ?? 4),
    },
    ...{ method: '等额本息', dayCount: 'month', securities: [] },
    fees: FEE_KINDS.map((kind) => ({ kind, state: 'none' })),
    conditions: '以上为示例方案',
    validUntil: addDays(chinaDay(deps.now()), 30),
  }
  const { mover } = await officerAt(deps, application)
  const given = { id: newRecordId(), terms, at, by: mover.name }
  await deps.requests.samplesAt(at).move(application.id, { action: 'offer', mover, set: { offer: given } })
}

/** The officer of the demonstration would say no: above the bank's threshold the manager has to agree. */
async function propose(deps: DemoDeps, { id, requestId }: Application): Promise<void> {
  const account = await findDemoAccount(deps, 'officer')
  const [now] = await deps.requests.samplesAt(deps.now()).applicationsOf({ id: requestId })
  if (account === null || now?.id !== id || account.organisation.id !== now.bankId) return
  const { name, role, email, organisation } = account
  const code = 'project-not-ready' as const
  const refusal = { code, text: '自有资金尚未到位（示例）', condition: null, wayOn: REFUSALS[code].wayOn }
  const user = { id: account.id, name, role, email, organisation }
  await deps.review.decide({ user, id, shown: now.version }, { kind: 'decline', refusal })
}

/** Today or the working day before it, then the ones before that: place 0 to 5. */
function lastWorkingDays(today: LawDate): readonly LawDate[] {
  const days: LawDate[] = []
  for (let day = today; days.length < 6; day = addDays(day, -1)) if (isWorkingDay(day)) days.push(day)
  return days
}
