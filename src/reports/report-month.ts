import { addMonths, type LawDate } from '../kernel/dates.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { dayOf, lastOfMonth, type Day, type Period } from '../statistics/index.js'

/** A month that a bulletin is about. */
export type ReportMonth = {
  /** As an address names it: `2026-10`. */
  readonly key: string
  readonly year: number
  /** 1 … 12. */
  readonly month: number
  readonly period: Period
  /** False while the month is not over: the period then ends today. */
  readonly whole: boolean
}

/** Nothing was kept before this month. */
const FIRST = '2020-01'

/** The month of an address; without one, the last that is over. A fault is a sentence. */
export function readMonth(text: string | undefined, today: LawDate): Result<ReportMonth> {
  const asked = text?.trim() ?? ''
  const key = asked === '' ? addMonths(`${today.slice(0, 7)}-01`, -1).slice(0, 7) : asked
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(key)) return failed('月份请写成 2026-10 的样子')
  if (key > today.slice(0, 7)) return failed('这个月还没有到，请选择本月或以前的月份')
  if (key < FIRST) return failed('最早可以编制 2020-01 的月报')
  const from = dayOf(`${key}-01`)
  const last = lastOfMonth(from)
  const end = Math.min(last, dayOf(today))
  const [year, month] = [Math.floor(from / 10_000), Math.floor(from / 100) % 100]
  return ok({ key, year, month, period: { from, to: end }, whole: last < dayOf(today) || last === end })
}

/** The month before a period of one month, whole. */
export function monthBefore({ from }: Period): Period {
  const last: Day = lastOfMonth(from % 10_000 === 101 ? from - 8900 : from - 100)
  return { from: Math.floor(last / 100) * 100 + 1, to: last }
}
