import type { Fen } from '../../kernel/money.js'
import { groupDigits, twoDecimals } from '../../kernel/text.js'
import {
  figureText,
  headlineText,
  isAllUnknown,
  shareText,
  measureOf,
  type FigureValue,
  type Dimension,
  type Aggregate,
} from '../../statistics/index.js'
import type { BulletinFacts, LeadingPart } from './bulletin-facts.js'

type NameOf = (by: Dimension, key: string | null) => string
type FigureWords = {
  /** `42 笔`, `1.23 亿元`; 无 where nothing can be told. */
  readonly text: (id: string, folded?: FigureValue) => string
  readonly value: (id: string) => number
}

/**
 * The sentences of a bulletin, in paragraphs. Nothing is said to have grown or fallen where there is nothing to compare
 * with, and nothing that is not known is told as 0.
 */
export function bulletinText(facts: BulletinFacts, nameOf: NameOf): readonly string[] {
  const say: FigureWords = {
    text: (id, folded = facts.figure(id).now) => joined(headlineText(measureOf(id), folded)),
    value: (id) => facts.figure(id).now.value ?? 0,
  }
  return [
    happened(facts, say),
    soFar(facts, say),
    owed(facts, say),
    prices(facts, say),
    where(facts, nameOf),
    saved(facts, say),
  ].filter((paragraph) => paragraph !== '')
}

const joined = ({ digits, unit }: { readonly digits: string; readonly unit: string }) =>
  unit === '%' ? `${digits}%` : `${digits} ${unit}`.trim()

/** `2026年10月`; of a month that is not over, until which day. */
export function monthText({ year, month, whole, period }: BulletinFacts['month']): string {
  const name = `${year}年${month}月`
  return whole ? name : `${name}（截至${month}月${period.to % 100}日）`
}

function happened(facts: BulletinFacts, { text, value }: FigureWords): string {
  const { month, withdrawn } = facts
  const [requests, approvals, loans] = [value('requests'), value('approvals'), value('loans')]
  if (requests === 0 && approvals === 0 && loans === 0) {
    return `${monthText(month)}，平台没有新提交的申请，没有审批通过的申请，也没有投放贷款。`
  }
  const asked =
    requests === 0
      ? '没有企业通过平台提交申请'
      : `企业通过平台提交融资申请 ${text('requests')}，申请金额 ${text('requested')}${withdrawn > 0 ? `，其中 ${withdrawn} 笔后来已撤回` : ''}`
  const approved = approvals === 0 ? '没有审批通过的申请' : `审批通过 ${text('approvals')}，金额 ${text('approved')}`
  const drawn =
    loans === 0
      ? '没有投放贷款'
      : `投放贷款 ${text('loans')}，金额 ${text('disbursed')}，获贷企业 ${text('borrowers')}${firstOf(value('first-loans'), text('first-loans'))}`
  return `${monthText(month)}，${asked}；${approved}；${drawn}。${compared('投放金额', '上年同月', facts.figure('disbursed').now, facts.figure('disbursed').yearBefore)}`
}

const firstOf = (count: number, told: string) => (count === 0 ? '' : `，其中首贷户 ${told}`)

/** In January, the year so far is the month itself. */
function soFar({ month, figure }: BulletinFacts, { text }: FigureWords): string {
  if (month.month === 1) return ''
  const { sinceNewYear: now, sinceNewYearBefore: before } = figure('disbursed')
  if ((now.value ?? 0) === 0) return '年初以来，平台没有投放贷款。'
  const borrowers = text('borrowers', figure('borrowers').sinceNewYear)
  return `年初以来，累计投放 ${text('disbursed', now)}，获贷企业 ${borrowers}。${compared('累计投放', '上年同期', now, before)}`
}

function owed({ month, figure }: BulletinFacts, { text }: FigureWords): string {
  const end = month.whole ? '月末' : `${month.month}月${month.period.to % 100}日`
  const { now, monthBefore: last, yearBefore: before } = figure('balance')
  if ((now.value ?? 0) === 0) return `${end}没有贷款余额。`
  const change = (now.value ?? 0) - (last.value ?? 0)
  const sinceLast =
    (last.value ?? 0) === 0
      ? '上月末没有余额'
      : change === 0
        ? '与上月末持平'
        : `比上月末${change > 0 ? '增加' : '减少'} ${money(Math.abs(change))}`
  return `${end}贷款余额 ${text('balance')}，${sinceLast}。${compared('余额', '上年同期末', now, before)}`
}

/** A rate is compared in percentage points. */
function prices({ figure }: BulletinFacts, { text }: FigureWords): string {
  const { now, yearBefore: before } = figure('rate')
  if (now.value === null) return ''
  const points = before.value === null ? null : (now.value - before.value) / 100
  const beside =
    points === null
      ? '上年同月没有投放，不作比较'
      : Math.abs(points) < 0.005
        ? '与上年同月持平'
        : `比上年同月${points > 0 ? '上升' : '下降'} ${twoDecimals(Math.abs(points))} 个百分点`
  const allIn = figure('all-in').now
  const cost =
    allIn.value === null
      ? '费用没有填写，综合融资成本无法计算'
      : `综合融资成本 ${text('all-in')}${allIn.unknown > 0 ? `（另有 ${allIn.unknown} 笔发放的费用没有填写，不在其内）` : ''}`
  return `当月投放贷款的加权平均利率 ${text('rate')}，${beside}；${cost}。`
}

function where({ leading }: BulletinFacts, nameOf: NameOf): string {
  const told = (by: 'division' | 'bank' | 'green1' | 'section', lead: string) => {
    const first: LeadingPart | null = leading[by]
    if (first === null) return []
    const names = first.keys.map((key) => withoutCode(nameOf(by, key))).join('、')
    return [
      `${lead}，${names}${first.keys.length > 1 ? '并列最多，各 ' : '最多，'}${money(first.value)}，占 ${shareText(first.share)}`,
    ]
  }
  const parts = [
    ...told('division', '分师市看'),
    ...told('bank', '分机构看'),
    ...told('green1', '分绿色类别看'),
    ...told('section', '分行业看'),
  ]
  return parts.length === 0 ? '' : `当月投放金额中，${parts.join('；')}。`
}

function saved({ month, figure }: BulletinFacts, { text }: FigureWords): string {
  const [coal, carbon] = [figure('coal').now, figure('carbon').now]
  if (coal.rows === 0) return ''
  const one = (folded: Aggregate, name: string, id: string) =>
    isAllUnknown(folded)
      ? `${name}都没有填写（${folded.unknown} 笔贷款），无法计算`
      : `${name} ${text(id)}${folded.unknown > 0 ? `（${folded.unknown} 笔贷款没有填写，不在其内）` : ''}`
  return `${month.whole ? '月末' : '目前'}有余额的贷款按“贷款余额÷项目总投资”归因，${one(coal, '年节能', 'coal')}；${one(carbon, '年减排', 'carbon')}。`
}

/** `4 能源绿色低碳转型` reads better in a sentence without its number. */
const withoutCode = (name: string) => name.replace(/^[\d.]+ /, '')

/** A sentence, or that there is nothing to compare with. */
function compared(what: string, than: string, now: Aggregate, before: Aggregate): string {
  if (now.value === null) return ''
  if (before.value === null || before.value <= 0) return `${than}为零，${what}不作同比。`
  const pct = (now.value / before.value - 1) * 100
  if (Math.abs(pct) < 0.05) return `${what}与${than}持平。`
  return `${what}比${than}${pct > 0 ? '增加' : '减少'} ${groupDigits(Math.abs(pct), 1)}%。`
}

const money = (fen: Fen): string => joined(headlineText({ unit: 'fen', countUnit: '' }, { value: fen }))

/** What stands in a table's cell. */
export const inCell = (id: string, folded: FigureValue): string => figureText(measureOf(id), folded).digits
