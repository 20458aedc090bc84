import { basisBadge, confidenceBadge } from './basis-badge.js'
import { csvCell } from '../../kernel/sheet-text.js'
import { institutionName } from '../rules/institution.js'
import type { IndexedProduct } from '../listing/product-index.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'
import { sourceDateText } from '../rules/terms-text.js'
import type { Basis } from '@lueqiao/matching-engine'

type Cell = string | number

const columns = [
  '编号', '产品', '机构', '类别', '是否绿色', '最低额度（万元）', '最高额度（万元）', '额度依据', '最短期限（月）', '最长期限（月）',
  '期限依据', '年利率下限（%）', '年利率上限（%）', '利率依据', '利率说明', '担保方式', '还款方式', '资金用途', '绿色目录代码', '办理时间（工作日）',
  '办理时间依据', '公开程度', '公开条款数', '示例条款数', '未公布数', '资料来源', '资料日期', '目录版本',
] // prettier-ignore

/**
 * The list as CSV: UTF-8 with a byte order mark, so that Excel reads the Chinese, and without cells that a spreadsheet
 * would run as a formula. An unknown value is 未公布, never 0 or blank.
 */
export function productListCsv(items: readonly IndexedProduct[], snapshot: CatalogueSnapshot): string {
  const rows = items.map((item) => cellsOf(item, snapshot))
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cellsOf({ product, tally }: IndexedProduct, { banks, version }: CatalogueSnapshot): readonly Cell[] {
  const { amount, term, rate, processingDays, source } = product
  return [
    product.id,
    product.name,
    institutionName(product, banks),
    product.category,
    product.isGreen ? '是' : '否',
    known(amount.minWan),
    known(amount.maxWan),
    basisOf(amount.basis, amount.minWan, amount.maxWan),
    known(term.minMonths),
    known(term.maxMonths),
    basisOf(term.basis, term.minMonths, term.maxMonths),
    known(rate.minPct),
    known(rate.maxPct),
    basisOf(rate.basis, rate.minPct, rate.maxPct),
    rate.text ?? '',
    product.guarantee.join('、'),
    product.repayment.join('、'),
    product.purposes.join('、'),
    product.greenCodes.join('、'),
    known(processingDays.value),
    basisOf(processingDays.basis, processingDays.value),
    confidenceBadge(product.confidence).words,
    tally.published,
    tally.illustrative,
    tally.unpublished,
    source.title,
    sourceDateText(source.asOf),
    version.version,
  ]
}

const known = (value: number | null): Cell => value ?? '未公布'

const basisOf = (basis: Basis, ...values: readonly (number | null)[]): string =>
  basisBadge(values.every((value) => value === null) ? null : basis).words

const cell = (value: Cell): string => (typeof value === 'number' ? String(value) : csvCell(value))
