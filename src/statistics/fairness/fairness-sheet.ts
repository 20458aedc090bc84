import type { MaskedFigures } from '../filter/masked-figures.js'
import type { ExportCell, ExportColumn, Formatted } from '../../spreadsheets/index.js'
import { FAIRNESS_DIMENSIONS, fairnessTables, groupKey, RATES, type FairnessOutcome } from './fairness-figures.js'
import { DIMENSION_NAMES, groupLine } from './fairness.views.js'

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
const percent = (share: number | null) => formatted(share === null ? null : share * 100, '0.0')
const days = (count: number | null) => formatted(count, '#,##0.0')

/** One line a group and outcome, and of each whether a sample is in it. */
export function fairnessSheet(outcomes: readonly FairnessOutcome[], zoneOf: ZoneOf, seen: MaskedFigures) {
  const tables = fairnessTables(outcomes, zoneOf)
  const rows: (readonly ExportCell[])[] = []
  const samples: boolean[] = []
  for (const by of FAIRNESS_DIMENSIONS) {
    const invented = new Set(outcomes.filter(({ row }) => row.isSample).map(({ row }) => groupKey(by, row, zoneOf)))
    for (const group of tables[by]) {
      const { cells, name } = groupLine(by, group, seen)
      const { rates, time, cases } = group
      const values: readonly (readonly ExportCell[])[] = [
        ...RATES.map((rate) => rates[rate]).map((one) => [
          one.hits,
          percent(one.share),
          percent(one.othersShare),
          one.p,
        ]),
        [time.count, days(time.median), days(time.othersMedian), time.p],
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
