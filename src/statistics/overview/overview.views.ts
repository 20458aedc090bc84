import { paths } from '../../paths.js'
import { sinceNewYear, yearBefore, type Period } from '../rows/day.js'
import type { Measure } from '../figures/measure.js'
import { measureOf, MEASURES } from '../figures/measures.js'
import { comparison, total } from '../figures/totals.js'
import { periodParams, filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import { figureText, growthText, headlineText, isAllUnknown } from '../figures/figure-text.js'
import { isEnded } from '../../applications/index.js'
import type { Dataset } from '../rows/dataset.js'
import { memoize } from '../rows/memoize.js'
import { isLateAtBank } from '../promises/promise-figures.js'
import { latestFigure, periodText, type FigureKind, type PublicFigure } from '../../public-figures/index.js'

/** The list that a figure is made of, for the page's own filter and this stretch of time. */
export function figureListHref(
  { filter }: Pick<FiguresContext, 'filter'>,
  measure: Pick<Measure, 'id'>,
  period?: Period,
): string {
  return `${paths.bureauFigure({ measure: measure.id })}${filterQuery(filter, period && periodParams(period))}`
}

/** The five figures on top, each with what stands beside it. */
export function tiles(figures: FiguresContext) {
  const { filtered, filter } = figures
  const of = (id: string) => total(measureOf(id), filtered, filter.period)
  const text = (id: string) => {
    const { digits, unit } = figureText(measureOf(id), of(id))
    return unit === '%' ? `${digits}${unit}` : `${digits} ${unit}`.trim()
  }
  const tile = (id: string, name: string, beside: string) => ({
    name,
    ...headlineText(measureOf(id), of(id)),
    beside,
    href: figureListHref(figures, measureOf(id)),
  })
  return [
    tile('disbursed', '投放金额', growthText(comparison(measureOf('disbursed'), filtered, filter.period).growth)),
    tile('loans', '投放笔数', `企业 ${text('borrowers')}，首贷 ${text('first-loans')}`),
    tile('rate', '加权平均利率', `综合成本 ${text('all-in')}`),
    tile('days', '从提交到投放', of('days').value === null ? '还没有投放' : `中位数；九成在 ${text('days-ninth')}内`),
    tile('balance', '贷款余额', `授信 ${headlineTextOf(figures, 'granted')}`),
  ]
}

function headlineTextOf({ filtered, filter }: FiguresContext, id: string): string {
  const { digits, unit } = headlineText(measureOf(id), total(measureOf(id), filtered, filter.period))
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

const withClock = memoize((cases: Dataset['cases']) =>
  cases.filter(({ due, state }) => due !== null && !isEnded(state)),
)
const withoutTaker = memoize(
  (requests: Dataset['requests']) => requests.filter(({ hallState }) => hallState === 'dispatched').length,
)

/** What waits for a person, whatever the filter says: it is about today, not about a period. */
export function attentionItems({ cases, requests }: Dataset, now: Date) {
  const lateAtBanks = withClock(cases).filter((row) => isLateAtBank(row, now))
  return [
    {
      label: '银行逾期未办的环节',
      count: lateAtBanks.length,
      unit: '个',
      href: paths.bureauPromiseRows({}, { kind: 'overdue' }),
      action: '查看',
    },
    {
      label: '无机构认领，待派单',
      count: withoutTaker(requests),
      unit: '笔',
      href: paths.bureauRequests({}),
      action: '去派单',
    },
  ]
}

/** The figures from outside that stand beside the computed ones: each large one with those that explain it. */
const TILES: readonly (readonly [FigureKind, readonly FigureKind[]])[] = [
  ['green-loans-disbursed', ['lending-banks', 'financed-enterprises']],
  ['agreement-lines', ['agreement-banks']],
  ['pipeline-investment', ['pipeline-projects', 'pipeline-saving']],
  ['green-factories', ['national-green-factories']],
]

const SHORT: Readonly<Partial<Record<FigureKind, string>>> = {
  'lending-banks': '家银行',
  'financed-enterprises': '家企业',
  'agreement-banks': '家银行',
  'pipeline-projects': '个项目',
}

/** What is reported and nobody here computed; where no source states a figure, its tile is missing. */
export function publicFigureTiles(figures: readonly PublicFigure[]) {
  return TILES.flatMap(([kind, beside]) => {
    const figure = latestFigure(figures, kind)
    if (figure === null) return []
    const { number, unit } = figure.value.parts()
    return [
      {
        name: `${figure.period === null ? '' : `${periodText(figure.period)} `}${LABELS[kind] ?? ''}`,
        before: figure.value.before,
        number,
        unit,
        beside: beside.flatMap((one) => besideText(one, latestFigure(figures, one))).join('，'),
        source: figure.sourceTitle,
      },
    ]
  })
}

const LABELS: Readonly<Partial<Record<FigureKind, string>>> = {
  'green-loans-disbursed': '绿色贷款',
  'agreement-lines': '战略合作授信',
  'pipeline-investment': '三张清单',
  'green-factories': '绿色工厂',
}

function besideText(kind: FigureKind, figure: PublicFigure | null): readonly string[] {
  if (figure === null) return []
  const { number, unit } = figure.value.parts()
  const word = SHORT[kind]
  if (word !== undefined) return [`${number} ${word}`]
  return [`${kind === 'pipeline-saving' ? '年节能 ' : '国家级 '}${number} ${unit}`]
}
