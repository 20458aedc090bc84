import { figureKinds, type FigureKind, type ReportedFigure } from './reported-figure.js'
import { firstDayOf, periodKey, type ReportedPeriod } from './reported-period.js'

const ORDER = new Map<FigureKind, number>(figureKinds.map(({ id }, place) => [id, place]))

/**
 * The figures that sources state of exactly this period, or for null those whose source names no period. A year is not
 * taken for its quarters nor the other way round: only like may stand beside like. Where sources differ, both are here.
 */
export function reportedFor(
  figures: readonly ReportedFigure[],
  period: ReportedPeriod | null,
): readonly ReportedFigure[] {
  const key = periodKey(period)
  return figures.filter((figure) => periodKey(figure.period) === key).sort(inOrder)
}

/** The latest figure of a kind: of the last period, and among those of one period of the last source. Null when none. */
export function latestReported(figures: readonly ReportedFigure[], kind: FigureKind): ReportedFigure | null {
  const own = figures.filter((figure) => figure.kind === kind)
  return own.sort((a, b) => compare(endOf(b), endOf(a)) || compare(b.sourceDate ?? '', a.sourceDate ?? ''))[0] ?? null
}

/** All figures in the order in which a list shows them: the latest period first, undated last, then by kind. */
export function inListOrder(figures: readonly ReportedFigure[]): readonly ReportedFigure[] {
  return [...figures].sort((a, b) => compare(endOf(b), endOf(a)) || inOrder(a, b))
}

const inOrder = (a: ReportedFigure, b: ReportedFigure) =>
  (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0) || compare(a.sourceTitle, b.sourceTitle)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Undated figures are older than any that has a period. A span of years ends with its last one. */
function endOf({ period }: ReportedFigure): string {
  if (period === null) return ''
  return period.kind === 'years' ? `${period.to}-01-01` : firstDayOf(period)
}
