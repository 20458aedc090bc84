import { LIMIT_DAYS, stepOf, type Application } from '../../applications/index.js'
import { DAY_COUNT_NAMES, FEE_KINDS, FEE_NAMES, type CostSheet, type FeeKind } from '../../finance/index.js'
import { formatDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import type { ComparedOffer } from '../compare-offers.js'
import { securitiesText } from './cost-sheet.views.js'
import { cell, lineCell, rateText, unknownCell, wanText, yuanCell, type Cell } from './money-text.js'

export type CompareRow = {
  readonly label: string
  readonly note: string | null
  /** `key`: the figure that offers are ranked by; `sum`: what it adds up to. */
  readonly weight: 'key' | 'sum' | ''
  readonly cells: readonly Cell[]
}
export type CompareGroup = { readonly title: string; readonly rows: readonly CompareRow[] }

export const bankAndProduct = ({ bankName, productName }: Application): string =>
  [bankName, productName].filter(Boolean).join(' ')

/** The heads of the columns; beside each figure on a phone stands the product alone where that says which it is. */
export function columnsOf(offers: readonly ComparedOffer[]) {
  const products = offers.map(({ application }) => application.productName ?? '')
  const isClear = new Set(products).size === products.length && !products.includes('')
  return offers.map((offer) => {
    const column = columnOf(offer)
    return { ...column, short: isClear ? column.product : column.name }
  })
}

export const columnOf = ({ application, standing }: ComparedOffer) => ({
  id: application.id,
  product: application.productName ?? '',
  bank: application.bankName ?? '',
  name: bankAndProduct(application),
  taken: standing === 'taken',
  href: paths.enterpriseApplicationOffer({ id: application.id }),
})

/** The rows of the comparison, in three groups. Figures are those of the cost sheets, nothing is worked out here. */
export function compareGroups(offers: readonly ComparedOffer[]): readonly CompareGroup[] {
  const row = (
    label: string,
    of: (offer: ComparedOffer) => Cell,
    { note = null, weight = '' }: Partial<Pick<CompareRow, 'note' | 'weight'>> = {},
  ): CompareRow => ({ label, note, weight, cells: offers.map(of) })
  const lowest = (label: string, of: (offer: ComparedOffer) => Cell, figure: (sheet: CostSheet) => number | null) =>
    tagged(row(label, of), offers, figure)
  // Sums of different loans say nothing about which is dearer.
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
        row('金额', ({ sheet }) => cell(wanText(sheet.terms.amountFen))),
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

/** Every item of this kind; an offer may name more than one. */
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

/** Marks the lowest figure of the offers that are ranked, where they are not all the same. */
function tagged(
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
