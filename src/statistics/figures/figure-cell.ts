import { wanFromFen } from '../../kernel/money.js'
import type { Measure, Unit } from './measure.js'
import type { Formatted } from '../../spreadsheets/index.js'
import { isAllUnknown, type FigureValue } from './figure-text.js'

const FORMATS: Readonly<Record<Unit, string>> = {
  ...{ fen: '#,##0.00', count: '#,##0', bp: '0.00', share: '0.0' },
  ...{ tce: '#,##0.0', tonne: '#,##0.0', days: '#,##0' },
}

/**
 * A figure as a cell of a workbook, in the unit that pages tell it in (rates and shares in percent), money in 万元 or 元.
 * What cannot be told, or nobody filled in, stays empty.
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
