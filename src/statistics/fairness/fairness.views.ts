import { paths } from '../../paths.js'
import { groupDigits } from '../../kernel/text.js'
import { percentText } from '../figures/figure-text.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'
import { filterQuery } from '../filter/figure-filter.js'
import { NOT_FILLED } from '../filter/dimension-names.js'
import type { MaskedFigures } from '../filter/masked-figures.js'
import { FEWEST_CASES } from './significance-tests.js'
import {
  RATES,
  FAIRNESS_DIMENSIONS,
  fairnessTables,
  groupKey,
  type FairnessDimension,
  type FairnessGroup,
  type Finding,
  type GroupRate,
  type GroupTime,
  type RateName,
  type FairnessOutcome,
} from './fairness-figures.js'
import type { ExportCell, ExportColumn, Formatted } from '../../spreadsheets/index.js'

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
  const others = othersShare === null ? '' : `，其他 ${percentText(othersShare)}`
  return {
    ...{ label, figure: percentText(share), href: hits > 0 ? href : null },
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

/** The columns of the export; rates and days share two of them, so that their cells bring their own formats. */
export const FAIRNESS_COLUMNS: readonly ExportColumn[] = [
  { header: '分组方式', width: 20 },
  { header: '分组', width: 24 },
  { header: '申请（笔）', width: 12, numFmt: '#,##0' },
  { header: '指标', width: 24 },
  { header: '笔数', width: 10, numFmt: '#,##0' },
  { header: '本组', width: 12 },
  { header: '其他', width: 12 },
  { header: 'p 值', width: 12, numFmt: '0.0000' },
  { header: '结论', width: 40 },
]

type ZoneOf = (division: string) => string | null

const formatted = (number: number | null, numFmt: string): Formatted | null =>
  number === null ? null : { number, numFmt }
const percentCell = (share: number | null) => formatted(share === null ? null : share * 100, '0.0')
const daysCell = (count: number | null) => formatted(count, '#,##0.0')

/** One line a group and outcome, and of each whether a sample is in it. */
export function fairnessSheet(outcomes: readonly FairnessOutcome[], zoneOf: ZoneOf, masked: MaskedFigures) {
  const tables = fairnessTables(outcomes, zoneOf)
  const rows: (readonly ExportCell[])[] = []
  const samples: boolean[] = []
  for (const by of FAIRNESS_DIMENSIONS) {
    const invented = new Set(outcomes.filter(({ row }) => row.isSample).map(({ row }) => groupKey(by, row, zoneOf)))
    for (const group of tables[by]) {
      const { cells, name } = groupLine(by, group, masked)
      const { rates, time, cases } = group
      const values: readonly (readonly ExportCell[])[] = [
        ...RATES.map((rate) => rates[rate]).map((one) => [
          one.hits,
          percentCell(one.share),
          percentCell(one.othersShare),
          one.p,
        ]),
        [time.count, daysCell(time.median), daysCell(time.othersMedian), time.p],
      ]
      cells.forEach(({ label, verdict }, at) => {
        const unit = label.endsWith('率') ? '%' : '天'
        rows.push([
          DIMENSION_NAMES[by],
          name,
          cases,
          `${label}（${unit}）`,
          ...(values[at] ?? []),
          verdict?.text ?? '未知分组不比较',
        ])
        samples.push(invented.has(group.key))
      })
    }
  }
  return { rows, samples }
}
