import { formatYuan, wanFromFen, type Fen } from '../../kernel/money.js'
import { groupDigits, twoDecimals } from '../../kernel/text.js'
import type { Aggregate } from './aggregate.js'
import type { Measure, Unit } from './measure.js'
import type { Formatted } from '../../spreadsheets/index.js'
import { formatDate } from '../../kernel/dates.js'
import { dateOf, type Day } from '../rows/day.js'

/** A figure as text: digits, unit, and the exact amount in yuan where the digits are rounded. */
export type FigureText = { readonly digits: string; readonly unit: string; readonly exact: string | null }

const WAN_PER_YI = 10_000
const NOTHING: FigureText = { digits: '无', unit: '', exact: null }

/** A number, with the counts of its rows where it is an aggregate. */
export type FigureValue = Pick<Aggregate, 'value'> & Partial<Aggregate>

/** Whether there are rows and none has a known value: the sum 0 would be wrong. */
export const isAllUnknown = ({ rows = 0, unknown = 0 }: Partial<Aggregate>): boolean => rows > 0 && unknown === rows

const untold = (unit: Measure['unit']): FigureText => ({ ...NOTHING, digits: unit === 'days' ? '未知' : '未填写' })

/** A figure in large type: 亿元 from one 亿 on, else 万元. No value is 无, all values unknown is 未填写; neither is ever 0. */
export function headlineText(measure: Pick<Measure, 'unit' | 'countUnit'>, figure: FigureValue): FigureText {
  const { value } = figure
  if (measure.unit !== 'fen' || value === null || isAllUnknown(figure)) return figureText(measure, figure)
  const wan = wanFromFen(value)
  const inYi = Math.abs(wan) >= WAN_PER_YI
  const digits = inYi ? twoDecimals(wan / WAN_PER_YI) : twoDecimals(wan)
  return { digits, unit: inYi ? '亿元' : '万元', exact: exactYuan(value) }
}

/** A figure in a column. The unit depends on the figure only, so that digits can be compared. */
export function figureText({ unit, countUnit }: Pick<Measure, 'unit' | 'countUnit'>, figure: FigureValue): FigureText {
  if (isAllUnknown(figure)) return untold(unit)
  const { value } = figure
  if (value === null) return NOTHING
  switch (unit) {
    case 'fen':
      return { digits: twoDecimals(wanFromFen(value)), unit: '万元', exact: exactYuan(value) }
    case 'count':
      return { digits: groupDigits(value, 0), unit: countUnit, exact: null }
    case 'bp':
      return { digits: twoDecimals(value / 100), unit: '%', exact: null }
    case 'share':
      return { digits: groupDigits(value * 100, 1), unit: '%', exact: null }
    case 'tce':
      return { digits: groupDigits(value, 1), unit: '吨标准煤', exact: null }
    case 'tonne':
      return { digits: groupDigits(value, 1), unit: '吨二氧化碳', exact: null }
    case 'days':
      return { digits: groupDigits(value, 0), unit: '天', exact: null }
  }
}

/** The unit of a column of this figure. */
export const unitOf = (measure: Pick<Measure, 'unit' | 'countUnit'>): string => figureText(measure, { value: 0 }).unit

const exactYuan = (fen: Fen): string => `${formatYuan(fen)}`

/** Growth over the year before: `同比增加 37.4%`. Not for rates. */
export function growthText(growth: number | null): string {
  if (growth === null) return '上年同期无'
  const pct = growth * 100
  if (Math.abs(pct) < 0.05) return '与上年同期持平'
  return `同比${pct > 0 ? '增加' : '减少'} ${groupDigits(Math.abs(pct), 1)}%`
}

export const shareText = (share: number | null): string => (share === null ? '不计' : `${groupDigits(share * 100, 1)}%`)

const FORMATS: Readonly<Record<Unit, string>> = {
  ...{ fen: '#,##0.00', count: '#,##0', bp: '0.00', share: '0.0' },
  ...{ tce: '#,##0.0', tonne: '#,##0.0', days: '#,##0' },
}

/**
 * A figure as a workbook cell, in the unit of the pages (rates and shares in percent), money in 万元 or 元. No value, or
 * all values unknown, is an empty cell.
 */
export function figureExportCell(
  { unit }: Pick<Measure, 'unit'>,
  figure: FigureValue,
  money: '万元' | '元',
): Formatted | null {
  const { value } = figure
  if (value === null || isAllUnknown(figure)) return null
  const of = (number: number): Formatted => ({ number, numFmt: FORMATS[unit] })
  switch (unit) {
    case 'fen':
      return of(money === '元' ? value / 100 : wanFromFen(value))
    case 'bp':
      return of(value / 100)
    case 'share':
      return of(value * 100)
    case 'count':
    case 'tce':
    case 'tonne':
    case 'days':
      return of(value)
  }
}

/** Days with one decimal. */
export const daysText = (days: number): string => `${groupDigits(days, 1)} 天`
export const percentText = (share: number): string => `${groupDigits(share * 100, 1)}%`
/** A date; null is 无. */
export const dayText = (day: Day | null): string => (day === null ? '无' : formatDate(dateOf(day)))
/** Basis points with their sign. */
export const bpText = (bp: number): string => `${bp > 0 ? '+' : ''}${groupDigits(bp, 0)} 基点`
