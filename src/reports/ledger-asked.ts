import { isLawDate, type LawDate } from '../kernel/dates.js'
import { dayOf } from '../statistics/index.js'
import { SCOPES, type LedgerAsked, type LedgerScope } from './draw-up-ledger.js'
import type { Wrong } from './reports.page.js'

type Read =
  | { readonly ok: true; readonly value: LedgerAsked; readonly sent: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly wrong: Wrong }

const SHAPE = '日期请写成 2026-10-31 的样子，并且确有这一天'

/**
 * Reads the day, the beginning of the period (without one, New Year) and the scope of a ledger from an address. The
 * names are not those of the filter bar, whose period has an end of its own.
 */
export function readLedgerAsked(query: Readonly<Record<string, unknown>>, today: LawDate): Read {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const [on, since, scope] = [text('on'), text('since'), text('scope') || 'green']
  const wrong: { on?: string; since?: string; scope?: string } = {}
  if (!isLawDate(on)) wrong.on = SHAPE
  else if (on > today) wrong.on = '这一天还没有到，请选择今天或以前的日期'
  const start = since === '' && isLawDate(on) ? `${on.slice(0, 4)}-01-01` : since
  if (!isLawDate(start)) wrong.since = SHAPE
  else if (wrong.on === undefined && start > on) wrong.since = '开始日期晚于统计日'
  if (!isScope(scope)) wrong.scope = '没有这个范围，请从列表中选择'
  if (Object.keys(wrong).length > 0 || !isScope(scope)) return { ok: false, wrong }
  const sent = { on, since: start, scope }
  return { ok: true, value: { period: { from: dayOf(start), to: dayOf(on) }, scope }, sent }
}

const isScope = (text: string): text is LedgerScope => Object.hasOwn(SCOPES, text)
