import { paths } from '../../paths.js'
import { sinceNewYear, yearBefore, type Period } from '../figures/day.js'
import type { Measure } from '../figures/measure.js'
import { findMeasure, MEASURES } from '../figures/measures.js'
import { comparison, total } from '../figures/totals.js'
import { periodParams, filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import { figureText, growthText, headlineText, isAllUnknown } from '../figures/figure-text.js'

/** The list that a figure is made of, for the page's own filter and this stretch of time. */
export function figureListHref(
  { filter }: Pick<FiguresContext, 'filter'>,
  measure: Pick<Measure, 'id'>,
  period?: Period,
): string {
  return `${paths.bureauFigure({ measure: measure.id })}${filterQuery(filter, period && periodParams(period))}`
}

const named = (id: string): Measure => {
  const measure = findMeasure(id)
  if (measure === undefined) throw new RangeError(`no figure is called ${id}`)
  return measure
}

/** The five figures on top, each with what stands beside it. */
export function tiles(figures: FiguresContext) {
  const { filtered, filter } = figures
  const of = (id: string) => total(named(id), filtered, filter.period)
  const text = (id: string) => {
    const { digits, unit } = figureText(named(id), of(id))
    return unit === '%' ? `${digits}${unit}` : `${digits} ${unit}`.trim()
  }
  const tile = (id: string, name: string, beside: string) => ({
    name,
    ...headlineText(named(id), of(id)),
    beside,
    href: figureListHref(figures, named(id)),
  })
  return [
    tile('disbursed', '投放金额', growthText(comparison(named('disbursed'), filtered, filter.period).growth)),
    tile('loans', '投放笔数', `企业 ${text('borrowers')}，首贷 ${text('first-loans')}`),
    tile('rate', '加权平均利率', `综合成本 ${text('all-in')}`),
    tile('days', '从提交到投放', of('days').value === null ? '还没有投放' : `中位数；九成在 ${text('days-ninth')}内`),
    tile('balance', '贷款余额', `授信 ${headlineTextOf(figures, 'granted')}`),
  ]
}

function headlineTextOf({ filtered, filter }: FiguresContext, id: string): string {
  const { digits, unit } = headlineText(named(id), total(named(id), filtered, filter.period))
  return `${digits} ${unit}`.trim()
}

/** Every figure with the same stretch a year earlier and since the start of the year; each number leads to its list. */
export function allFigures(figures: FiguresContext) {
  const { filtered, filter } = figures
  return MEASURES.map((measure: Measure) => {
    const { now, yearBefore: before, sinceNewYear: since, growth } = comparison(measure, filtered, filter.period)
    const rate = measure.unit === 'bp' || measure.unit === 'share' || measure.unit === 'days'
    return {
      id: measure.id,
      name: measure.name,
      now: { ...figureText(measure, now), href: figureListHref(figures, measure) },
      before: { ...figureText(measure, before), href: figureListHref(figures, measure, yearBefore(filter.period)) },
      since:
        measure.time === 'at'
          ? null
          : { ...figureText(measure, since), href: figureListHref(figures, measure, sinceNewYear(filter.period)) },
      growth: rate || isAllUnknown(now) || isAllUnknown(before) ? null : growthText(growth).replace('同比', ''),
      unknown: now.unknown,
    }
  })
}
