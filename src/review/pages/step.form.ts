import type { Vocabulary } from '@lueqiao/matching-engine'
import { REFUSAL_CODES, REFUSALS, type Application, type InformationRequest } from '../../applications/index.js'
import { addDays, chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { exactWanText } from '../../kernel/money.js'
import type { Visit } from '../data/visit.store.js'
import type { CaseFile } from '../rules/case-file.js'
import { codesFor, isNameable, keyOf, nameableConditions, refusalFrom } from '../rules/refusal.js'
import { amountAtStake } from '../rules/threshold.js'
import type { DecisionInput } from '../use-cases/decide.js'
import type { BankStep } from '../use-cases/take-step.js'
import { FormReader } from './form-reader.js'
import { MOST_MONTHS, MOST_RATE_PCT } from './terms.form.js'

export type ParsedStep = { readonly reading: FormReader; readonly step: BankStep | null }

type FormContext = { readonly today: LawDate; readonly user: Pick<Express.User, 'name'>; readonly at: Date }

export const CONTACT_WAYS = ['电话', '微信', '视频', '上门', '来行', '其他'] as const

/** The claim and the start of due diligence have no fields. */
export function readPlainStep(body: unknown, action: 'claim' | 'review'): ParsedStep {
  const reading = new FormReader(body, [])
  return { reading, step: reading.ok ? { action } : null }
}

/** How and when the bank first contacted the enterprise; shown in the enterprise's timeline. */
export function readContact(
  body: unknown,
  { submittedAt }: Pick<Application, 'submittedAt'>,
  now: FormContext,
): ParsedStep {
  const reading = new FormReader(body, ['how', 'on', 'note'])
  const how = reading.choice('how', '联系方式', CONTACT_WAYS)
  const first = chinaDay(submittedAt)
  const on = reading.date('on', '联系日期', { first, last: now.today })
  const note = reading.text('note', '联系情况', { min: 2, max: 500 })
  if (!reading.ok || how === null) return { reading, step: null }
  return { reading, step: { action: 'contact', reason: `${formatDate(on)}，${how}：${note}`, detail: { how, on } } }
}

/** The most items that a bank may ask for at once. */
const MOST_ITEMS = 20
const LONGEST_ITEM = 100
export const pickField = (place: number): string => `pick-${place + 1}`

/** What the enterprise has to supply: items of the checklist, and one per line. */
export function readAsk(body: unknown, { documents }: Pick<Application, 'documents'>, now: FormContext): ParsedStep {
  const reading = new FormReader(body, ['items', 'note', ...documents.map((_, place) => pickField(place))])
  const picked = documents.filter((_, place) => reading.raw(pickField(place)) !== '').map(({ title }) => title)
  const lines = reading
    .raw('items')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const items = [...new Set([...picked, ...lines])]
  const note = reading.text('note', '说明', { max: 500 })
  if (items.length === 0) reading.refuse('items', '补充内容：请至少写一项，或从清单中勾选')
  if (items.length > MOST_ITEMS) reading.refuse('items', `补充内容：一次最多 ${MOST_ITEMS} 项`)
  if (items.some((item) => Array.from(item).length > LONGEST_ITEM)) {
    reading.refuse('items', `补充内容：每项最多 ${LONGEST_ITEM} 个字，请分行写`)
  }
  if (!reading.ok) return { reading, step: null }
  const asked: InformationRequest = { items, note, at: now.at, by: now.user.name }
  return { reading, step: { action: 'ask', reason: note || null, set: { asked }, detail: { items: items.length } } }
}

/** Why a declined application is reviewed again. */
export function readReopen(body: unknown): ParsedStep {
  const reading = new FormReader(body, ['reason'])
  const reason = reading.text('reason', '重新审查的原因', { min: 5, max: 500 })
  return { reading, step: reading.ok ? { action: 'reopen', reason } : null }
}

/** How far ahead a visit may be planned, in days. */
const MAX_DAYS_AHEAD = 90

export function readVisit(
  body: unknown,
  today: LawDate,
): { readonly reading: FormReader; readonly plan: Pick<Visit, 'plannedOn' | 'place' | 'note'> } {
  const reading = new FormReader(body, ['plannedOn', 'place', 'note'])
  const plannedOn = reading.date('plannedOn', '走访日期', { first: today, last: addDays(today, MAX_DAYS_AHEAD) })
  const place = reading.text('place', '地点', { min: 2, max: 100 })
  return { reading, plan: { plannedOn, place, note: reading.text('note', '说明', { max: 500 }) } }
}

/** The result of a visit, which took place no later than today. */
export function readVisitResult(
  body: unknown,
  { today, first }: { readonly today: LawDate; readonly first: LawDate },
): { readonly reading: FormReader; readonly result: { readonly on: LawDate; readonly text: string } } {
  const reading = new FormReader(body, ['on', 'text'])
  const on = reading.date('on', '实际走访日期', { first, last: today })
  return { reading, result: { on, text: reading.text('text', '走访结果', { min: 2, max: 2000 }) } }
}

export type ParsedDecision = { readonly reading: FormReader; readonly answer: DecisionInput | null }

/** Reads an approval: at most the chosen amount, with a reason when it is worse than the chosen offer. */
export function readApproval(body: unknown, application: Application): ParsedDecision {
  const reading = new FormReader(body, ['amount', 'rate', 'months', 'conditions'])
  const most = amountAtStake(application)
  const maxWords = `不能超过企业选定的 ${exactWanText(most)}`
  const amountFen = reading.wan('amount', '批准金额', { max: most, maxWords })
  const rateBp = reading.percent('rate', '年利率', { min: 0.01, max: MOST_RATE_PCT })
  const months = reading.months('months', '期限', MOST_MONTHS)
  const conditions = reading.text('conditions', '批准条件', { max: 1000 })
  const chosen = application.offer?.terms
  if (reading.ok && chosen && conditions === '' && (amountFen < most || rateBp > chosen.rateBp)) {
    reading.refuse('conditions', '批准条件：金额低于或利率高于企业选定的方案，请写明原因')
  }
  return {
    reading,
    answer: reading.ok ? { kind: 'approve', decision: { amountFen, rateBp, months, conditions } } : null,
  }
}

/** Reads a refusal: a code, the specific reason, and the condition behind it where the code asks for one. */
export function readRefusal(body: unknown, file: CaseFile, names: Vocabulary): ParsedDecision {
  const reading = new FormReader(body, ['code', 'text', 'condition'])
  const code = reading.choice('code', '原因', REFUSAL_CODES)
  const text = reading.text('text', '具体说明', { min: 10, max: 1000 })
  const leaves = nameableConditions(file)
  const key = reading.raw('condition')
  const leaf = leaves.find((one) => keyOf(one) === key) ?? null
  if (key !== '' && leaf === null) reading.refuse('condition', '对应条件：请从列出的条件中选择')
  if (code === null) return { reading, answer: null }
  if (REFUSALS[code].condition) checkCondition()
  const refusal = refusalFrom(code, text, REFUSALS[code].condition ? leaf : null, { names, facts: file.facts })
  return { reading, answer: reading.ok ? { kind: 'decline', refusal } : null }

  function checkCondition(): void {
    if (code === null) return
    const named = leaves.filter((one) => isNameable(code, one))
    if (leaf !== null && !isNameable(code, leaf)) {
      reading.refuse('condition', '对应条件：这一条提交时符合；核实后不属实的，原因请选“申报内容与核实结果不一致”')
    } else if (leaf === null && named.length > 0) {
      reading.refuse('condition', '对应条件：这个原因须选一条没有满足的条件，企业会看到怎样才能符合')
    } else if (!codesFor(file).includes(code)) {
      reading.refuse(
        'code',
        '原因：提交时没有不符合或待补充的条件，请选其他原因；核实后不属实的选“申报内容与核实结果不一致”',
      )
    }
  }
}
