import {
  conditionsOf,
  describeCondition,
  type Basis,
  type Leaf,
  type Product,
  type Vocabulary,
  type Rule,
} from '@lueqiao/matching-engine'
import { formatExactWan } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import {
  maxAmountText,
  maxTermText,
  minAmountText,
  minTermText,
  processingText,
  rateText,
  type TermText,
} from '../rules/terms-text.js'
import { basisBadge, type BasisBadge } from './basis-badge.js'

/** One line of the terms; `text` null is shown as 未公布. */
export type TermView = {
  readonly label: string
  readonly text: string | null
  readonly exact: string | null
  readonly remark: string | null
  readonly badge: BasisBadge | null
}

export type FeeView = {
  readonly name: string
  readonly amount: string | null
  readonly payer: string
  readonly badge: BasisBadge
}

/** The terms of the product, one per line, each with its basis. */
export function termViews(product: Product, vocabulary: Vocabulary): readonly TermView[] {
  return [
    termView('最低额度', minAmountText(product)),
    termView('最高额度', maxAmountText(product)),
    ...limitViews(product, vocabulary),
    termView('最短期限', minTermText(product)),
    termView('最长期限', maxTermText(product)),
    termView('年利率', rateText(product), product.rate.text ? `资料原文：${product.rate.text}` : null),
    termView('办理时间', processingText(product)),
    plain('担保方式', product.guarantee.join('、')),
    plain('还款方式', product.repayment.join('、')),
    plain('资金用途', product.purposes.join('、'), basisOfFact(product, 'need.purpose')),
    ...greenView(product, vocabulary),
  ]
}

function termView(label: string, { text, exact, basis }: TermText, remark: string | null = null): TermView {
  return { label, text, exact, remark, badge: basisBadge(basis) }
}

const plain = (label: string, text: string, basis: Basis | null = null): TermView => ({
  label,
  text: text || null,
  exact: null,
  remark: null,
  badge: basis && basisBadge(basis),
})

function limitViews({ amount }: Product, vocabulary: Vocabulary): readonly TermView[] {
  return (amount.limit ?? []).map(({ of, times, basis }) => {
    const leaf: Leaf = { fact: 'need.amountWan', op: '<=', value: { of, times }, basis }
    return { ...plain('额度还受限于', describeCondition(leaf, vocabulary)), badge: basisBadge(basis) }
  })
}

function greenView(product: Product, { greenClasses }: Vocabulary): readonly TermView[] {
  if (product.greenCodes.length === 0) return []
  const names = product.greenCodes.map((code) => `${greenClasses.get(code) ?? ''}（${code}）`)
  return [plain('适用的绿色目录', names.join('、'), basisOfFact(product, 'need.greenCode'))]
}

/** The file gives no basis for purposes and green classes; the engine's condition on them has it. */
function basisOfFact(product: Product, fact: string): Basis | null {
  const condition = conditionsOf(product).all.find((rule) => 'fact' in rule && rule.fact === fact)
  return condition && 'basis' in condition ? condition.basis : null
}

export function feeViews({ fees }: Product): readonly FeeView[] {
  return fees.map(({ name, pct, wan, payer, basis }) => {
    const parts = [
      typeof pct === 'number' ? `融资金额的 ${formatSharePct(pct)}` : '',
      typeof wan === 'number' ? formatExactWan(wan) : '',
    ].filter((part) => part !== '')
    return { name, amount: parts.join('，另加 ') || null, payer: `${payer}承担`, badge: basisBadge(basis) }
  })
}

/** A condition as a sentence, or a group of conditions with the words that say how many have to hold. */
export type ConditionView =
  | { readonly kind: 'sentence'; readonly text: string; readonly badge: BasisBadge; readonly note: string | null }
  | { readonly kind: 'group'; readonly words: string; readonly children: readonly ConditionView[] }

/** The rule of a product as a list; the outermost `all` is the list itself. */
export function conditionViews(rule: Rule, vocabulary: Vocabulary): readonly ConditionView[] {
  return 'all' in rule ? rule.all.map((child) => conditionView(child, vocabulary)) : [conditionView(rule, vocabulary)]
}

function conditionView(rule: Rule, vocabulary: Vocabulary): ConditionView {
  const below = (rules: readonly Rule[]) => rules.map((child) => conditionView(child, vocabulary))
  if ('all' in rule) return { kind: 'group', words: '以下各项都要满足', children: below(rule.all) }
  if ('any' in rule) return { kind: 'group', words: '以下任一项', children: below(rule.any) }
  if ('not' in rule) return { kind: 'group', words: '不属于以下情形', children: below(excluded(rule.not)) }
  const { basis, note } = rule
  const text = describeCondition(rule, vocabulary)
  return { kind: 'sentence', text, badge: basisBadge(basis), note: note ?? null }
}

/** The excluded conditions as a list: not (a or b) excludes each of them. */
const excluded = (rule: Rule): readonly Rule[] => ('any' in rule ? rule.any : [rule])
