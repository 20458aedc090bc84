import { paths } from '../../paths.js'
import { sinceNewYear, yearBefore, type Period } from '../figures/day.js'
import type { Measure } from '../figures/measure.js'
import { findMeasure, MEASURES } from '../figures/measures.js'
import { compared, total } from '../figures/totals.js'
import { inPeriod, queryOf } from './asked.js'
import type { Figures } from './desk.js'
import { cell, growthText, headline, isUntold } from './figure-text.js'

/** The list that a figure is made of, for the page's own filter and this stretch of time. */
export function listHref({ asked }: Pick<Figures, 'asked'>, measure: Pick<Measure, 'id'>, period?: Period): string {
  return `${paths.bureauFigure({ measure: measure.id })}${queryOf(asked, period && inPeriod(period))}`
}

const named = (id: string): Measure => {
  const measure = findMeasure(id)
  if (measure === undefined) throw new RangeError(`no figure is called ${id}`)
  return measure
}

/** The five figures on top, each with what stands beside it. */
export function tiles(figures: Figures) {
  const { part, asked } = figures
  const of = (id: string) => total(named(id), part, asked.period)
  const text = (id: string) => {
    const { digits, unit } = cell(named(id), of(id))
    return unit === '%' ? `${digits}${unit}` : `${digits} ${unit}`.trim()
  }
  const tile = (id: string, name: string, beside: string) => ({
    name,
    ...headline(named(id), of(id)),
    beside,
    href: listHref(figures, named(id)),
  })
  return [
    tile('disbursed', '投放金额', growthText(compared(named('disbursed'), part, asked.period).growth)),
    tile('loans', '投放笔数', `企业 ${text('borrowers')}，首贷 ${text('first-loans')}`),
    tile('rate', '加权平均利率', `综合成本 ${text('all-in')}`),
    tile('days', '从提交到投放', of('days').value === null ? '还没有投放' : `中位数；九成在 ${text('days-ninth')}内`),
    tile('balance', '贷款余额', `授信 ${headlineText(figures, 'granted')}`),
  ]
}

function headlineText({ part, asked }: Figures, id: string): string {
  const { digits, unit } = headline(named(id), total(named(id), part, asked.period))
  return `${digits} ${unit}`.trim()
}

/** Every figure with the same stretch a year earlier and since the start of the year; each number leads to its list. */
export function allFigures(figures: Figures) {
  const { part, asked } = figures
  return MEASURES.map((measure: Measure) => {
    const { now, yearBefore: before, sinceNewYear: since, growth } = compared(measure, part, asked.period)
    const rate = measure.unit === 'bp' || measure.unit === 'share' || measure.unit === 'days'
    return {
      id: measure.id,
      name: measure.name,
      now: { ...cell(measure, now), href: listHref(figures, measure) },
      before: { ...cell(measure, before), href: listHref(figures, measure, yearBefore(asked.period)) },
      since:
        measure.time === 'at'
          ? null
          : { ...cell(measure, since), href: listHref(figures, measure, sinceNewYear(asked.period)) },
      growth: rate || isUntold(now) || isUntold(before) ? null : growthText(growth).replace('同比', ''),
      unknown: now.unknown,
    }
  })
}
