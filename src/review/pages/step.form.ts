import type { Application, InformationRequest } from '../../applications/index.js'
import { formatDate, type LawDate, chinaDay } from '../../kernel/dates.js'
import type { BankStep } from '../use-cases/take-step.js'
import { FormReader } from './form-reader.js'

export type ParsedStep = { readonly reading: FormReader; readonly step: BankStep | null }

type Now = { readonly today: LawDate; readonly user: Pick<Express.User, 'name'>; readonly at: Date }

export const CONTACT_WAYS = ['电话', '微信', '视频', '上门', '来行', '其他'] as const

/** The claim and the start of due diligence need nothing but a press. */
export function readPlainStep(body: unknown, action: 'claim' | 'review'): ParsedStep {
  const reading = new FormReader(body, [])
  return { reading, step: reading.ok ? { action } : null }
}

/** How and when the enterprise was first spoken to; the enterprise reads it in its timeline. */
export function readContact(body: unknown, { submittedAt }: Pick<Application, 'submittedAt'>, now: Now): ParsedStep {
  const reading = new FormReader(body, ['how', 'on', 'note'])
  const how = reading.choice('how', '联系方式', CONTACT_WAYS)
  const first = chinaDay(submittedAt)
  const on = reading.date('on', '联系日期', { first, last: now.today })
  const note = reading.text('note', '联系情况', { min: 2, max: 500 })
  if (!reading.ok || how === null) return { reading, step: null }
  return { reading, step: { action: 'contact', reason: `${formatDate(on)}，${how}：${note}`, detail: { how, on } } }
}

/** The most lines of a request for more. */
const MOST_ITEMS = 20
const LONGEST_ITEM = 100
export const pickField = (place: number): string => `pick-${place + 1}`

/** What the enterprise has to bring: picked from the checklist, and one line each. */
export function readAsk(body: unknown, { documents }: Pick<Application, 'documents'>, now: Now): ParsedStep {
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

/** Why a refused application is taken up again. */
export function readReopen(body: unknown): ParsedStep {
  const reading = new FormReader(body, ['reason'])
  const reason = reading.text('reason', '重新审查的原因', { min: 5, max: 500 })
  return { reading, step: reading.ok ? { action: 'reopen', reason } : null }
}
