import { addDays, addMonths, isLawDate, type LawDate } from '../../kernel/dates.js'
import { fieldFault, type FieldFault } from '../../kernel/field-fault.js'
import { dateOf, dayOf, lastOfMonth, type Period } from '../rows/day.js'
import { findMeasure, measureOf } from '../figures/measures.js'
import type { Measure } from '../figures/measure.js'
import { UNKNOWN_VALUE, type RowFilter } from '../figures/filter.js'

/** Limits of a period; the year before must be a valid date too. */
const [EARLIEST, LATEST] = ['2000-01-01', '2099-12-31']

/** Periods that can be chosen by name. */
export const PERIOD_PRESETS = {
  year: '今年以来',
  month: '本月',
  'last-month': '上月',
  quarter: '本季度',
  '12-months': '近 12 个月',
  'last-year': '上一年',
  custom: '自选起止日期',
} as const
export type PeriodPreset = keyof typeof PERIOD_PRESETS

/** Fields of the filter bar, by their names in addresses. */
export const FILTER_FIELDS = ['bank', 'division', 'green', 'size', 'section', 'purpose'] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** Allowed values of each field; `?` for “not known” is always allowed. */
export type FilterChoices = Readonly<Record<FilterField, ReadonlySet<string>>>

/** The filter of a page: period, attributes, and the figure that charts and tables show. */
export type FigureFilter = {
  readonly preset: PeriodPreset
  readonly period: Period
  readonly rowFilter: RowFilter
  /** The figure of charts and breakdowns. */
  readonly measure: Measure
  /** The values as sent, to fill the filter bar again. */
  readonly sent: Readonly<Record<string, string>>
}

/** “Not green” in an address, where empty text means that nothing was chosen. */
export const NOT_GREEN = 'none'

/** Reads the filter of an address. Every value that is not used has a fault. */
export function readFigureFilter(
  query: Readonly<Record<string, unknown>>,
  choices: FilterChoices,
  today: LawDate,
): { readonly filter: FigureFilter; readonly faults: readonly FieldFault[] } {
  const faults: FieldFault[] = []
  const sent: Record<string, string> = {}
  for (const name of ['stretch', 'from', 'to', 'measure', ...FILTER_FIELDS]) {
    const value = query[name]
    if (typeof value === 'string' && value.trim() !== '') sent[name] = value.trim().slice(0, 100)
    else if (value !== undefined && typeof value !== 'string') faults.push(fieldFault(name, '同一项只能选一个值'))
  }
  const chosen = (field: FilterField): string | null => {
    const value = sent[field]
    if (value === undefined) return null
    if (value === UNKNOWN_VALUE || choices[field].has(value)) return value
    faults.push(fieldFault(field, `没有“${value.slice(0, 20)}”这一项，请从列表中选择`))
    return null
  }
  const green = chosen('green')
  const preset = presetOf(sent, faults)
  const measure = findMeasure(sent.measure ?? DEFAULT_MEASURE)
  if (measure === undefined) faults.push(fieldFault('measure', '没有这个指标，请从列表中选择'))
  const filter: FigureFilter = {
    preset,
    period: periodOf(preset, sent, today, faults),
    rowFilter: {
      bankId: chosen('bank'),
      division: chosen('division'),
      green: green === NOT_GREEN ? '' : green,
      size: chosen('size'),
      section: chosen('section'),
      purpose: chosen('purpose'),
    },
    measure: measure ?? measureOf(DEFAULT_MEASURE),
    sent,
  }
  return { filter, faults }
}

/** The figure of charts and breakdowns unless another is chosen. */
const DEFAULT_MEASURE = 'disbursed'

function presetOf(sent: Readonly<Record<string, string>>, faults: FieldFault[]): PeriodPreset {
  const { stretch, from, to } = sent
  if (stretch === undefined) return from !== undefined || to !== undefined ? 'custom' : 'year'
  if (stretch in PERIOD_PRESETS) return stretch as PeriodPreset
  faults.push(fieldFault('stretch', '没有这个期间，请从列表中选择'))
  return 'year'
}

function periodOf(
  preset: PeriodPreset,
  { from, to }: Readonly<Record<string, string>>,
  today: LawDate,
  faults: FieldFault[],
): Period {
  const end = dayOf(today)
  const monthStart = `${today.slice(0, 7)}-01`
  switch (preset) {
    case 'year':
      return { from: dayOf(`${today.slice(0, 4)}-01-01`), to: end }
    case 'month':
      return { from: dayOf(monthStart), to: end }
    case 'last-month': {
      const first = dayOf(addMonths(monthStart, -1))
      return { from: first, to: lastOfMonth(first) }
    }
    case 'quarter': {
      const behind = (Number(today.slice(5, 7)) - 1) % 3
      return { from: dayOf(addMonths(monthStart, -behind)), to: end }
    }
    case '12-months':
      return { from: dayOf(addDays(addMonths(today, -12), 1)), to: end }
    case 'last-year': {
      const year = Number(today.slice(0, 4)) - 1
      return { from: year * 10_000 + 101, to: year * 10_000 + 1231 }
    }
    case 'custom':
      return customPeriod(from, to, today, faults)
  }
}

function customPeriod(from: string | undefined, to: string | undefined, today: LawDate, faults: FieldFault[]): Period {
  const read = (name: string, text: string | undefined, otherwise: LawDate): LawDate => {
    if (text === undefined) faults.push(fieldFault(name, `${name === 'from' ? '开始' : '结束'}日期没有填写`))
    else if (isLawDate(text) && (text < EARLIEST || text > LATEST)) {
      faults.push(fieldFault(name, `日期请在 ${EARLIEST.slice(0, 4)} 年到 ${LATEST.slice(0, 4)} 年之间`))
    } else if (!isLawDate(text)) faults.push(fieldFault(name, '日期请写成 2026-01-31 的样子，并且确有这一天'))
    else return text
    return otherwise
  }
  const [start, end] = [read('from', from, `${today.slice(0, 4)}-01-01`), read('to', to, today)]
  if (start > end) {
    faults.push(fieldFault('to', '结束日期早于开始日期'))
    return { from: dayOf(start), to: dayOf(start) }
  }
  return { from: dayOf(start), to: dayOf(end) }
}

/** The query string of a filter with some fields changed; null removes a field. */
export function filterQuery({ sent }: FigureFilter, changes: Readonly<Record<string, string | null>> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...sent, ...changes })) if (value !== null) query.set(name, value)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Query parameters of a period. */
export const periodParams = ({ from, to }: Period): Readonly<Record<string, string>> => ({
  stretch: 'custom',
  from: dateOf(from),
  to: dateOf(to),
})
