import { LIMIT_DAYS, stepOf, type Application } from '../../applications/index.js'
import {
  DAY_COUNT_NAMES,
  FEE_KINDS,
  FEE_NAMES,
  type CostLine,
  type CostSheet,
  type FeeKind,
} from '../../finance/index.js'
import { formatDate } from '../../kernel/dates.js'
import { exactWanText, formatYuan, type Fen } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { cheapest, type ComparedOffer } from '../rules/compare-offers.js'
import { measureText, rateText, securitiesText } from './cost-sheet.views.js'

/** A cell of the comparison. `unknown` is set apart and never looks like a figure. */
export type Cell = {
  readonly text: string
  /** Shown in small print below the text. */
  readonly notes: readonly string[]
  readonly unknown: boolean
  /** A tag before the text, such as 最低. */
  readonly tag: string | null
}

const cell = (text: string, notes: readonly string[] = []): Cell => ({ text, notes, unknown: false, tag: null })
const unknownCell = (text: string, notes: readonly string[] = []): Cell => ({
  ...cell(text, notes),
  unknown: true,
})

/** An amount that may be unknown. */
const yuanCell = (fen: Fen | null, notes: readonly string[] = []): Cell =>
  fen === null ? unknownCell('未说明，算不出') : cell(formatYuan(fen), notes)

export type CompareRow = {
  readonly label: string
  readonly note: string | null
  /** `key`: the figure by which offers are ranked; `sum`: a total. */
  readonly weight: 'key' | 'sum' | ''
  readonly cells: readonly Cell[]
}
export type CompareGroup = { readonly title: string; readonly rows: readonly CompareRow[] }

export const bankAndProduct = ({ bankName, productName }: Application): string =>
  [bankName, productName].filter(Boolean).join(' ')

/** The column heads. On a phone each figure is labelled with the product alone, where products differ. */
export function columnsOf(offers: readonly ComparedOffer[]) {
  const products = offers.map(({ application }) => application.productName ?? '')
  const isClear = new Set(products).size === products.length && !products.includes('')
  return offers.map((offer) => {
    const column = columnOf(offer)
    return { ...column, short: isClear ? column.product : column.name }
  })
}

export const columnOf = ({ application, status }: ComparedOffer) => ({
  id: application.id,
  product: application.productName ?? '',
  bank: application.bankName ?? '',
  name: bankAndProduct(application),
  taken: status === 'taken',
  href: paths.enterpriseApplicationOffer({ id: application.id }),
})

/** The rows of the comparison, in three groups. All figures come from the cost sheets. */
export function compareGroups(offers: readonly ComparedOffer[]): readonly CompareGroup[] {
  const row = (
    label: string,
    of: (offer: ComparedOffer) => Cell,
    { note = null, weight = '' }: Partial<Pick<CompareRow, 'note' | 'weight'>> = {},
  ): CompareRow => ({ label, note, weight, cells: offers.map(of) })
  const lowest = (label: string, of: (offer: ComparedOffer) => Cell, figure: (sheet: CostSheet) => number | null) =>
    markLowest(row(label, of), offers, figure)
  // The sums of different amounts or terms cannot be compared.
  const alike = new Set(offers.map(({ sheet: { terms } }) => `${terms.amountFen}/${terms.months}`)).size === 1
  const sum = (label: string, figure: (sheet: CostSheet) => Fen | null, notes?: (sheet: CostSheet) => string[]) => {
    const of = ({ sheet }: ComparedOffer) => yuanCell(figure(sheet), notes?.(sheet))
    return alike ? lowest(label, of, figure) : row(label, of)
  }
  const annual = (sheet: CostSheet) => sheet.annual && Number(sheet.annual.simplePct.toFixed(2))
  return [
    {
      title: '成本',
      rows: [
        {
          ...lowest('综合年成本', annualCell, annual),
          note: '按现金流折算（IRR，单利），含企业付的费用',
          weight: 'key',
        },
        lowest(
          '年利率',
          ({ sheet }) => cell(rateText(sheet.terms)),
          ({ terms }) => terms.rateBp,
        ),
        sum('利息合计', ({ schedule }) => schedule?.totalInterestFen ?? null),
        ...FEE_KINDS.map((kind) => row(FEE_NAMES[kind], ({ sheet }) => feeCell(sheet, kind))),
        { ...sum('企业付出合计', ({ totalCostFen }) => totalCostFen), note: '利息加企业承担的费用', weight: 'sum' },
      ],
    },
    {
      title: '金额和还款',
      rows: [
        row('金额', ({ sheet }) => cell(exactWanText(sheet.terms.amountFen))),
        row('期限', ({ sheet }) => cell(`${sheet.terms.months} 个月`)),
        row('还款方式', ({ sheet }) => cell(sheet.terms.method, [DAY_COUNT_NAMES[sheet.terms.dayCount]])),
        sum('首期还款', ({ firstPaymentFen }) => firstPaymentFen),
        sum('最高一期', (sheet) => highest(sheet)?.paymentFen ?? null, monthOfHighest),
        { ...sum('还款总额', ({ totalPaidFen }) => totalPaidFen), note: '本金、利息和企业承担的费用' },
      ],
    },
    {
      title: '条件和时间',
      rows: [
        row('放款前提', ({ sheet }) => cell(sheet.terms.conditions.trim() || '没有附加条件')),
        row('占用的担保', ({ sheet }) => cell(securitiesText(sheet.terms.securities))),
        row('选定后审批', ({ application }) => cell(`${decisionDays(application)} 个工作日内`)),
        row('方案有效期到', ({ sheet }) => cell(formatDate(sheet.terms.validUntil))),
      ],
    },
  ]
}

function annualCell({ sheet, unranked }: ComparedOffer): Cell {
  return sheet.annual === null ? unknownCell(unranked ?? '未说明') : cell(formatRatePct(sheet.annual.simplePct))
}

/** All items of this kind; an offer may have more than one. */
function feeCell({ lines }: CostSheet, kind: FeeKind): Cell {
  const [first = unknownCell('未说明'), ...others] = lines.filter(({ item }) => item === kind).map(lineCell)
  return { ...first, notes: [...first.notes, ...others.flatMap(({ text, notes }) => [text, ...notes])] }
}

const highest = ({ schedule }: CostSheet) =>
  schedule?.instalments.reduce((most, one) => (one.paymentFen > most.paymentFen ? one : most)) ?? null

const monthOfHighest = (sheet: CostSheet): string[] => {
  const one = highest(sheet)
  return one === null ? [] : [`第 ${one.month} 个月`]
}

const decisionDays = ({ dimensions }: Application): number =>
  stepOf('bank', 'chosen', dimensions.purpose)?.limitDays ?? LIMIT_DAYS.decision

/** Marks the lowest figure of the ranked offers, unless all are equal. */
function markLowest(
  row: CompareRow,
  offers: readonly ComparedOffer[],
  figure: (sheet: CostSheet) => number | null,
): CompareRow {
  const figures = offers.map(({ sheet, unranked }) => (unranked === null ? figure(sheet) : null))
  const known = figures.filter((one) => one !== null)
  const least = Math.min(...known)
  if (known.length < 2 || known.every((one) => one === least)) return row
  const mark = (one: Cell, index: number) => (figures[index] === least ? { ...one, tag: '最低' } : one)
  return { ...row, cells: row.cells.map(mark) }
}

/** One line of a cost sheet: the amount over the term, who charges it, who pays it and when. */
function lineCell(line: CostLine): Cell {
  if (line.state === 'unknown')
    return unknownCell('未说明', line.item === 'interest' ? ['还本计划未说明，算不出利息'] : [])
  if (line.state === 'none') return cell('无')
  const who = [line.chargedBy && `${line.chargedBy}收取`, line.payer && `${line.payer}付`, line.when]
  const notes = [who.filter(Boolean).join('，'), measureText(line), line.payer === '银行' ? '不计入企业成本' : null]
  return cell(
    formatYuan(line.amountFen ?? 0),
    notes.flatMap((note) => note ?? []),
  )
}

const nameOf = ({ application }: ComparedOffer) => bankAndProduct(application)
const annualText = ({ sheet }: ComparedOffer) => formatRatePct(sheet.annual?.simplePct ?? 0)

/** The result of the comparison in sentences, the most important first. */
export function verdictOf(offers: readonly ComparedOffer[]): readonly string[] {
  if (offers.length === 0) return []
  const ranked = offers.filter(({ unranked }) => unranked === null)
  const unranked = offers.filter((one) => one.unranked !== null).map((one) => `${nameOf(one)}${one.unranked ?? ''}。`)
  const best = cheapest(offers)
  const [first] = best
  if (first === undefined) return ['还没有费用齐全的方案，暂时不能比较综合年成本。', ...unranked]
  if (ranked.length === 1)
    return [`费用齐全的方案只有 ${nameOf(first)}，综合年成本 ${annualText(first)}。`, ...unranked]
  const names = best.map(nameOf).join('、')
  const verdict =
    best.length > 1
      ? `综合年成本最低的是 ${names}，同为 ${annualText(first)}。`
      : `综合年成本最低的是 ${names}，${annualText(first)}。`
  return [verdict, ...lowestRateWarning(ranked, best), ...unranked]
}

/** A warning where the offer with the lowest rate is not the cheapest. */
function lowestRateWarning(ranked: readonly ComparedOffer[], best: readonly ComparedOffer[]): readonly string[] {
  const [lowestRate] = ranked.toSorted((one, other) => one.sheet.terms.rateBp - other.sheet.terms.rateBp)
  if (lowestRate === undefined || best.includes(lowestRate)) return []
  if (best.some(({ sheet }) => sheet.terms.rateBp === lowestRate.sheet.terms.rateBp)) return []
  const { terms } = lowestRate.sheet
  return [
    `利率最低的不是最省的：${nameOf(lowestRate)} 年利率 ${rateText(terms)}，算上费用和计息方式后为 ${annualText(lowestRate)}。`,
  ]
}
