import { institutionName, type CatalogueSnapshot } from '../../catalogue/index.js'
import { formatExactWan, formatWan } from '../../kernel/money.js'
import { formatRatePct, formatSharePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { conditionRows, missingFacts, type ConditionRow } from './condition.views.js'
import { factSpec, type Basis, type Facts, type Product, type RecordedResult } from '@lueqiao/matching-engine'

/** A figure with its basis; `exact` is the full figure where the text is shortened, otherwise empty. */
export type Figure = {
  readonly label: string
  readonly text: string
  readonly exact: string
  readonly basis: Basis | null
  readonly note: string
}

export type ResultCard = {
  readonly id: string
  readonly name: string
  /** Empty when the catalogue in force no longer has the product. */
  readonly href: string
  readonly origin: string
  readonly tag: { readonly css: 'pass' | 'unknown' | 'fail'; readonly text: string }
  /** The largest amount of a product that covers the need only in part; otherwise empty. */
  readonly partial: string
  readonly figures: readonly Figure[]
  readonly summary: string
  readonly rows: readonly ConditionRow[]
  /** Links to the questions whose answers decide the product. */
  readonly supplies: readonly { readonly href: string; readonly text: string }[]
}

export type CardInput = {
  readonly result: RecordedResult
  readonly product: Product
  readonly snapshot: CatalogueSnapshot
  /** Given and derived facts of the record. */
  readonly facts: Facts
  readonly questionnaireId: string
  readonly isListed: (productId: string) => boolean
  /** Leaves the figures out: most products of a result fail several conditions. */
  readonly brief: boolean
}

/** One product of a result, from the record and the catalogue version that it names. */
export function resultCard({
  result,
  product,
  snapshot,
  facts,
  questionnaireId,
  isListed,
  brief,
}: CardInput): ResultCard {
  const { conditions } = result
  const missing = result.verdict === 'needs_information' ? missingFacts(conditions, facts) : []
  const guarantee = product.guarantee.length > 0 ? product.guarantee.join('、') : '未公布'
  return {
    id: product.id,
    name: product.name,
    href: isListed(product.id) ? paths.product({ id: product.id }) : '',
    origin: `${institutionName(product, snapshot.banks)}，${product.category}，担保方式：${guarantee}`,
    tag: tagOf(result),
    partial: result.partial && result.amountWan !== null ? `可部分满足：最多 ${formatWan(result.amountWan)}` : '',
    figures: brief ? [] : figuresOf(result, product, facts),
    summary: summaryOf(result),
    rows: conditionRows(conditions, snapshot.vocabulary),
    supplies: missing.map((fact) => ({
      href: paths.questionnaire({ id: questionnaireId }, { fact }),
      text: factSpec(fact).label,
    })),
  }
}

function figuresOf(result: RecordedResult, product: Product, facts: Facts): readonly Figure[] {
  return [
    amountFigure(result, product, facts),
    coverageFigure(result, product, facts),
    costFigure(result, product),
    daysFigure(product),
  ]
}

export const countByState = ({ conditions }: RecordedResult, state: string): number =>
  conditions.filter((condition) => condition.state === state).length

function tagOf(result: RecordedResult): ResultCard['tag'] {
  if (result.verdict === 'eligible') return { css: 'pass', text: '符合' }
  if (result.verdict === 'ineligible') {
    const unknown = countByState(result, 'unknown')
    return {
      css: 'fail',
      text: `差 ${countByState(result, 'fail')} 项${unknown > 0 ? `，另有 ${unknown} 项待补充` : ''}`,
    }
  }
  return { css: 'unknown', text: `待补充 ${countByState(result, 'unknown')} 项` }
}

function summaryOf(result: RecordedResult): string {
  const total = result.conditions.length
  if (result.verdict === 'eligible') return `${total} 项条件全部符合`
  const parts = [
    [countByState(result, 'fail'), '不符合'],
    [countByState(result, 'unknown'), '待补充'],
    [countByState(result, 'pass'), '符合'],
  ] as const
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count} 项${word}`] : [])).join('，')
}

function amountFigure({ amountWan }: RecordedResult, { amount }: Product, facts: Facts): Figure {
  const label = '可贷额度'
  if (amountWan === null) return figure(label, missingOfferText(amount), null)
  const [text, exact] = [formatWan(amountWan), formatExactWan(amountWan)]
  return { ...figure(label, text, offerBasis(amountWan, amount, facts)), exact: exact === text ? '' : exact }
}

/** Why there is no amount: a limit needs an answer, or the bank publishes none. */
const missingOfferText = ({ limit }: Product['amount']): string => (limit?.length ? '待补充后算出' : '未公布')

/** The basis of the amount: that of the product's maximum, or of the limit that is lowest for this enterprise. */
function offerBasis(amountWan: number, amount: Product['amount'], facts: Facts): Basis {
  if (amountWan === amount.maxWan) return amount.basis
  const isClose = (bound: number) => Math.abs(bound - amountWan) < 1e-6 * Math.max(1, amountWan)
  const binding = amount.limit?.find(({ of, times }) => isClose(Math.max(0, times * Number(facts[of]))))
  return binding?.basis ?? 'illustrative'
}

function coverageFigure({ coveragePct }: RecordedResult, { amount }: Product, facts: Facts): Figure {
  const need = facts['need.amountWan']
  if (typeof need !== 'number') return figure('覆盖需求', '未填写金额', null)
  if (coveragePct === null) return figure('覆盖需求', missingOfferText(amount), null)
  const covered = (need * coveragePct) / 100
  return figure('覆盖需求', `${formatSharePct(coveragePct)}，${formatWan(Math.round(covered * 100) / 100)}`, null)
}

/** The range of the yearly cost: lowest to highest rate, each with the fees that the enterprise pays. */
function costFigure({ score }: RecordedResult, { rate }: Product): Figure {
  const label = '综合年成本'
  if (score.costPct === null || rate.minPct === null) {
    return { ...figure(label, '未公布', null), note: rate.text ?? '' }
  }
  const fees = score.costPct - rate.minPct
  const lowest = formatRatePct(score.costPct)
  const highest = rate.maxPct === null ? null : formatRatePct(rate.maxPct + fees)
  const range = highest === null ? `${lowest} 起` : highest === lowest ? lowest : `${lowest}–${highest}`
  return { ...figure(label, range, rate.basis), note: '不含未公布的费用' }
}

function daysFigure({ processingDays: { value, basis } }: Product): Figure {
  return value === null ? figure('办理时间', '未公布', null) : figure('办理时间', `${value} 个工作日`, basis)
}

const figure = (label: string, text: string, basis: Basis | null): Figure => ({
  label,
  text,
  exact: '',
  basis,
  note: '',
})
