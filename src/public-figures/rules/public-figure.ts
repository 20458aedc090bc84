import type { LawDate } from '../../kernel/dates.js'
import { type FigurePeriod, firstDayOf, periodKey, periodOfKey } from './figure-period.js'
import { type FigureUnit, FigureValue, type StoredValue } from './figure-value.js'

/** What a figure from outside is about, in the order in which figures are shown. */
export const figureKinds = [
  { id: 'green-loans-disbursed', label: '绿色贷款投放', unit: '元' },
  { id: 'green-loan-balance', label: '绿色贷款余额', unit: '元' },
  { id: 'lending-banks', label: '投放绿色贷款的银行', unit: '家' },
  { id: 'financed-enterprises', label: '获得绿色贷款的企业', unit: '家' },
  { id: 'agreement-lines', label: '战略合作授信额度', unit: '元' },
  { id: 'agreement-banks', label: '战略合作银行', unit: '家' },
  { id: 'platform-institutions', label: '对接平台的机构', unit: '家' },
  { id: 'platform-products', label: '对接平台的产品', unit: '款' },
  { id: 'capture-loans', label: '二氧化碳捕集贷款', unit: '元' },
  { id: 'capture-enterprises', label: '获得捕集贷款的重工业企业', unit: '家' },
  { id: 'pipeline-enterprises', label: '三张清单重点企业', unit: '家' },
  { id: 'pipeline-projects', label: '三张清单节能改造项目', unit: '个' },
  { id: 'pipeline-investment', label: '三张清单项目投资', unit: '元' },
  { id: 'pipeline-saving', label: '三张清单年节能量', unit: '吨标准煤' },
  { id: 'green-factories', label: '兵团级以上绿色工厂', unit: '家' },
  { id: 'national-green-factories', label: '国家级绿色工厂', unit: '家' },
  { id: 'green-parks', label: '绿色园区', unit: '个' },
  { id: 'supply-chain-firms', label: '绿色供应链管理企业', unit: '家' },
  { id: 'inspected-enterprises', label: '节能监察企业', unit: '家' },
] as const satisfies readonly { id: string; label: string; unit: FigureUnit }[]

export type FigureKind = (typeof figureKinds)[number]['id']

export const figureKind = (id: FigureKind) => {
  const found = figureKinds.find((kind) => kind.id === id)
  if (!found) throw new Error(`no such kind of figure: ${id}`)
  return found
}

/** What a source states, before it is kept. */
export type NewPublicFigure = {
  readonly kind: FigureKind
  /** Null where the source names no period. */
  readonly period: FigurePeriod | null
  readonly value: FigureValue
  readonly sourceTitle: string
  /** The day of the source; null where only its year is known. */
  readonly sourceDate: LawDate | null
  /** Of a government's or a bank's own site; null elsewhere. */
  readonly sourceUrl: string | null
}

export type PublicFigure = NewPublicFigure & {
  readonly id: string
  /** Shipped with the portal, imported from a workbook, or entered by hand. */
  readonly origin: 'founding' | 'import' | 'hand'
  readonly version: number
  readonly changedAt: Date
}

/** A figure as a row of the database or of a workbook that waits to be written. */
export type StoredFigure = Omit<NewPublicFigure, 'period' | 'value'> & StoredValue & { readonly period: string }

export const figureFromStored = ({ period, amount, unit, bound, ...rest }: StoredFigure): NewPublicFigure => ({
  ...rest,
  period: periodOfKey(period),
  value: new FigureValue({ amount, unit, bound }),
})

export const storedFigure = ({
  kind,
  period,
  value,
  sourceTitle,
  sourceDate,
  sourceUrl,
}: NewPublicFigure): StoredFigure => ({
  ...{ kind, sourceTitle, sourceDate, sourceUrl },
  ...value.stored(),
  period: periodKey(period),
})

/** A source states one figure of a kind for a period. */
export const figureKey = ({
  kind,
  period,
  sourceTitle,
}: Pick<StoredFigure, 'kind' | 'period' | 'sourceTitle'>): string => `${kind}|${period}|${sourceTitle}`

const ORDER = new Map<FigureKind, number>(figureKinds.map(({ id }, place) => [id, place]))

/**
 * The figures that sources state of exactly this period, or for null those whose source names no period. A year is not
 * taken for its quarters nor the other way round: only like may stand beside like. Where sources differ, both are here.
 */
export function figuresOfPeriod(
  figures: readonly PublicFigure[],
  period: FigurePeriod | null,
): readonly PublicFigure[] {
  const key = periodKey(period)
  return figures.filter((figure) => periodKey(figure.period) === key).sort(inOrder)
}

/** The latest figure of a kind: of the last period, and among those of one period of the last source. Null when none. */
export function latestFigure(figures: readonly PublicFigure[], kind: FigureKind): PublicFigure | null {
  const own = figures.filter((figure) => figure.kind === kind)
  return own.sort((a, b) => compare(endOf(b), endOf(a)) || compare(b.sourceDate ?? '', a.sourceDate ?? ''))[0] ?? null
}

/** All figures in the order in which a list shows them: the latest period first, undated last, then by kind. */
export function inListOrder(figures: readonly PublicFigure[]): readonly PublicFigure[] {
  return [...figures].sort((a, b) => compare(endOf(b), endOf(a)) || inOrder(a, b))
}

const inOrder = (a: PublicFigure, b: PublicFigure) =>
  (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0) || compare(a.sourceTitle, b.sourceTitle)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Undated figures are older than any that has a period. A span of years ends with its last one. */
function endOf({ period }: PublicFigure): string {
  if (period === null) return ''
  return period.kind === 'years' ? `${period.to}-01-01` : firstDayOf(period)
}
