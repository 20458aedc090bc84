import { paths } from '../../paths.js'
import { groupDigits } from '../../kernel/text.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'
import { filterQuery } from '../filter/figure-filter.js'
import { NOT_FILLED } from '../filter/dimension-names.js'
import type { MaskedFigures } from '../filter/masked-figures.js'
import { FEWEST_CASES } from './significance-tests.js'
import {
  RATES,
  type FairnessDimension,
  type FairnessGroup,
  type Finding,
  type GroupRate,
  type GroupTime,
  type RateName,
} from './fairness-figures.js'

export const DIMENSION_NAMES: Readonly<Record<FairnessDimension, string>> = {
  division: '师市',
  zone: '南疆、北疆、东疆',
  size: '企业规模',
  age: '经营年限',
  ownership: '所有制',
}
export const RATE_NAMES: Readonly<Record<RateName, string>> = {
  matched: '匹配率',
  claimed: '受理率',
  refused: '被拒率',
}
export const TIME_NAME = '首个方案用时'

const AGES: Readonly<Record<string, string>> = {
  '<2': '不满 2 年',
  '2-5': '2 年至不满 5 年',
  '5-10': '5 年至不满 10 年',
  '10+': '10 年及以上',
}

/** What a group is called. */
export function groupName(by: FairnessDimension, key: string | null, { names }: Pick<MaskedFigures, 'names'>): string {
  if (key === null) return NOT_FILLED
  if (by === 'division') return names.nameOf('division', key)
  if (by === 'zone') return key === 'none' ? '兵团以外' : key
  return by === 'age' ? (AGES[key] ?? key) : key
}

const percent = (share: number): string => `${groupDigits(share * 100, 1)}%`
/** Three decimals; smaller ones as a bound. */
export const chanceText = (p: number | null): string =>
  p === null ? '未检验' : p < 0.001 ? 'p<0.001' : `p=${p.toFixed(3)}`

/** What is said of a difference in words, so that no colour is needed to read it. */
export type Verdict = { readonly text: string; readonly marked: boolean }

function verdict({ p, marked, side }: Finding, [above, below]: readonly [string, string]): Verdict {
  if (p === null) return { text: '样本太少', marked: false }
  if (!marked) return { text: `差异不超出偶然，${chanceText(p)}`, marked: false }
  return { text: `${side > 0 ? above : below}，超出偶然，${chanceText(p)}`, marked: true }
}

/** One cell of a table: the figure, what it was counted from, and what the others have. */
export type FairnessCell = {
  readonly label: string
  readonly figure: string
  readonly href: string | null
  readonly counted: string
  /** Null of what is not known, which is compared with nothing. */
  readonly verdict: Verdict | null
}

/** One group as a line of its table. */
export function groupLine(by: FairnessDimension, group: FairnessGroup, judged: MaskedFigures) {
  const { key, cases, rates, time, tooFew } = group
  const href = (what: string) =>
    `${paths.bureauFairnessRows({})}${filterQuery(judged.filter, { by, group: key ?? UNKNOWN_VALUE, what })}`
  return {
    name: groupName(by, key, judged),
    cases: { text: groupDigits(cases, 0), href: href('all') },
    note: tooFew ? `不足 ${String(FEWEST_CASES)} 笔` : null,
    cells: [
      ...RATES.map((name) => rateCell(RATE_NAMES[name], rates[name], cases, href(name), key === null)),
      timeCell(time, href('offered'), key === null),
    ],
  }
}

function rateCell(label: string, rate: GroupRate, cases: number, href: string, unknown: boolean): FairnessCell {
  const { hits, share, othersShare } = rate
  const others = othersShare === null ? '' : `，其他 ${percent(othersShare)}`
  return {
    ...{ label, figure: percent(share), href: hits > 0 ? href : null },
    counted: `${groupDigits(hits, 0)}/${groupDigits(cases, 0)}${others}`,
    verdict: unknown ? null : verdict(rate, ['高于其他', '低于其他']),
  }
}

function timeCell(time: GroupTime, href: string, unknown: boolean): FairnessCell {
  const { count, median, othersMedian } = time
  const others = othersMedian === null ? '' : `，其他 ${groupDigits(othersMedian, 0)} 天`
  return {
    ...{ label: TIME_NAME, figure: median === null ? '无' : `${groupDigits(median, 0)} 天` },
    href: count > 0 ? href : null,
    counted: `${groupDigits(count, 0)} 笔${others}`,
    verdict: unknown ? null : verdict(time, ['长于其他', '短于其他']),
  }
}

/** Everything marked on the page as one sentence each, the clearest first. */
export function findings(tables: Readonly<Record<FairnessDimension, readonly FairnessGroup[]>>, judged: MaskedFigures) {
  const found = Object.entries(tables).flatMap(([name, groups]) => {
    const by = name as FairnessDimension
    return groups.flatMap((group) => {
      const line = groupLine(by, group, judged)
      const ps = [...RATES.map((rate) => group.rates[rate].p), group.time.p]
      return line.cells.flatMap(
        ({ label, figure, counted, verdict: says, href }, at) =>
        says?.marked ? [{ p: ps[at] ?? 1, text: `${line.name}：${label} ${figure}（${counted}），${says.text}`, href }] : [], // prettier-ignore
      )
    })
  })
  return found.sort((a, b) => a.p - b.p)
}
