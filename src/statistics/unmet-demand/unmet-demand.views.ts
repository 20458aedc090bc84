import { formatNumber } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { groupDigits } from '../../kernel/text.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'
import { filterQuery } from '../filter/figure-filter.js'
import { figureText } from '../figures/figure-text.js'
import type { MaskedFigures } from '../filter/masked-figures.js'
import { numberCell, type TableCell } from '../drill-down/table-cell.js'
import {
  changeText,
  medianChange,
  unlockedBy,
  unlockedByGuarantee,
  type ThresholdChange,
  type Unlocked,
} from './threshold-change.js'
import type { UnmetDemand } from './unmet-demand.js'
import { blockerLabel, sumOf, type BlockerGroup, type Sum } from './unmet-needs.js'
import { reasonGroups } from './unmet-requests.js'

/** Thresholds of the largest groups that are tried out unasked: each costs a run over all needs. */
const MOST_TRIED = 5

export const FEN = { unit: 'fen', countUnit: '' } as const
export const fenText = (fen: number): string => figureText(FEN, { value: fen }).digits

/** What a page says of an amount: what is known of it, and how many named none. */
export function amountCell({ fen, count, unknown }: Sum): TableCell {
  if (count === 0) return numberCell(0, '0.00')
  if (unknown === count) return { text: '未填写', num: true, value: null }
  return { ...numberCell(fen / 1_000_000, fenText(fen)), ...(unknown > 0 && { text: `${fenText(fen)}，另有 ${String(unknown)} 笔未填` }) } // prettier-ignore
}

export const rowsHref = ({ filter }: Pick<MaskedFigures, 'filter'>, list: Readonly<Record<string, string>>): string =>
  `${paths.bureauUnmetRows({})}${filterQuery(filter, list)}`

const counted = (count: number, href: string): TableCell => ({
  ...numberCell(count, groupDigits(count, 0)),
  ...(count > 0 && { href }),
})

/** One line of a table. */
export type UnmetLine = {
  readonly name: string
  readonly cells: readonly TableCell[]
  /** Whether a sample is among what it counts. */
  readonly sample: boolean
}

const anySample = (rows: readonly { readonly isSample: boolean }[]) => rows.some(({ isSample }) => isSample)

export const BLOCKER_COLUMNS = ['需求，笔', '金额，万元', '中位差距', '单独挡住，产品次'] as const

export function blockerLine(
  { key, blocker, sum, distance, measured, apart, needs }: BlockerGroup,
  masked: MaskedFigures,
): UnmetLine {
  // prettier-ignore
  const unit = blocker.why === 'condition' ? blocker.kind.unit : ''
  const known = measured < needs.length ? `（${String(measured)} 笔可算）` : ''
  return {
    name: blockerLabel(blocker),
    sample: anySample(needs),
    cells: [
      counted(sum.count, rowsHref(masked, { list: 'needs', group: key })),
      amountCell(sum),
      distance === null
        ? { text: '不可算', num: true, value: null }
        : numberCell(distance, `${formatNumber(Math.round(distance * 100) / 100)} ${unit}${known}`.trim()),
      numberCell(apart, groupDigits(apart, 0)),
    ],
  }
}

export const SPLIT_COLUMNS = ['无产品的需求，笔', '金额，万元', '无机构的申请，笔', '金额，万元'] as const

type Split = 'division' | 'green'

/** Needs and requests side by side by division or by green class of the first level; never added to each other. */
export function splitLines(by: Split, { unmet, requests }: UnmetDemand, masked: MaskedFigures): readonly UnmetLine[] {
  const keyOf = (row: Pick<(typeof unmet)[number], 'division' | 'green'>) => splitKey(by, row)
  const keys = [...new Set([...unmet, ...requests].map(keyOf))]
  const lines = keys.map((key) => {
    const [needs, asked] = [unmet.filter((row) => keyOf(row) === key), requests.filter((row) => keyOf(row) === key)]
    const at = { by, key: key === null ? UNKNOWN_VALUE : key === '' ? 'none' : key }
    return {
      size: needs.length + asked.length,
      known: key !== null,
      name: masked.names.nameOf(by === 'division' ? 'division' : 'green1', key),
      sample: anySample([...needs, ...asked]),
      cells: [
        ...[counted(needs.length, rowsHref(masked, { list: 'needs', ...at })), amountCell(sumOf(needs))],
        ...[counted(asked.length, rowsHref(masked, { list: 'requests', ...at })), amountCell(sumOf(asked))],
      ],
    }
  })
  return lines.sort((a, b) => Number(b.known) - Number(a.known) || b.size - a.size)
}

/** Null is not known; the empty text is known not to be green. */
export const splitKey = (
  by: Split,
  { division, green }: { readonly division: string | null; readonly green: string | null },
) =>
  // prettier-ignore
  by === 'division' ? division : (green?.split('.')[0] ?? null)

export const REASON_COLUMNS = ['申请，笔', '金额，万元'] as const

export const reasonLines = ({ requests }: UnmetDemand, masked: MaskedFigures): readonly UnmetLine[] =>
  reasonGroups(requests).map(({ key, label, requests: own }) => ({
    name: label,
    sample: anySample(own),
    cells: [counted(own.length, rowsHref(masked, { list: 'requests', group: key })), amountCell(sumOf(own))],
  }))

export const UNLOCK_COLUMNS = ['最多解锁，笔', '最多金额，万元'] as const

const unlockLine = (name: string, { sum, needs }: Unlocked, href: string): UnmetLine => ({
  name,
  sample: anySample(needs),
  cells: [counted(sum.count, href), amountCell(sum)],
})

/** What each of the largest thresholds would open if moved so far that half its group is let in, and a guarantee fund. */
export function unlockLines(
  unmet: UnmetDemand,
  groups: readonly BlockerGroup[],
  masked: MaskedFigures,
): readonly UnmetLine[] {
  const { compiled, unmet: needs } = unmet
  const tried = groups.flatMap((group) => {
    const change = medianChange(group)
    return change === null ? [] : [{ change, rule: group.key }]
  })
  return [
    unlockLine('设立担保基金：每笔需求都可提供融资担保', unlockedByGuarantee(compiled, needs), rowsHref(masked, { list: 'guarantee' })), // prettier-ignore
    ...tried.slice(0, MOST_TRIED).map(({ change, rule }) => triedLine(change, rule, unmet, masked)),
  ]
}

export function triedLine(
  change: ThresholdChange,
  rule: string,
  { compiled, unmet }: UnmetDemand,
  masked: MaskedFigures,
): UnmetLine {
  const href = rowsHref(masked, { list: 'changed', rule, bound: String(change.to) })
  return unlockLine(changeText(change), unlockedBy(change, compiled, unmet), href)
}
