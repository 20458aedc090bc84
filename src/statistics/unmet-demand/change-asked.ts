import { factSpec, formatNumber } from '@lueqiao/matching-engine'
import { fault, type FormFault } from '../../web/form.js'
import { thresholdOf, type ThresholdChange } from './threshold-change.js'
import type { BlockerGroup } from './unmet-needs.js'

/** A threshold that can be tried out: of every group that has one. */
export type ChangeOption = {
  readonly value: string
  readonly text: string
  readonly change: Omit<ThresholdChange, 'to'>
}

export const changeOptions = (groups: readonly BlockerGroup[]): readonly ChangeOption[] =>
  groups.flatMap((group) => {
    const threshold = thresholdOf(group)
    if (threshold === null || group.blocker.why !== 'condition') return []
    const { fact, side } = threshold
    const { unit } = group.blocker.kind
    return [{ value: group.key, text: `${group.blocker.kind.label}（${unit}）`, change: { fact, side } }]
  })

/** Reads which threshold is tried out, and where it is moved to; null where none is asked for. */
export function readChange(
  { rule, bound }: Readonly<Record<string, unknown>>,
  options: readonly ChangeOption[],
): {
  readonly change: ThresholdChange | null
  readonly faults: readonly FormFault[]
  readonly rule: string
  readonly bound: string
} {
  const sent = { rule: typeof rule === 'string' ? rule.slice(0, 100) : '', bound: typeof bound === 'string' ? bound.trim().slice(0, 20) : '' } // prettier-ignore
  if (sent.rule === '' && sent.bound === '') return { change: null, faults: [], ...sent }
  const option = options.find(({ value }) => value === sent.rule)
  const number = /^-?\d{1,9}(\.\d{1,4})?$/.test(sent.bound) ? Number(sent.bound) : null
  const faults = [
    ...(option === undefined ? [fault('rule', '请从列表中选择一个门槛；换了筛选条件后，列表会变')] : []),
    ...(number === null ? [fault('bound', '新门槛请填数字，例如 75')] : []),
  ]
  return { change: option === undefined || number === null ? null : { ...option.change, to: number }, faults, ...sent }
}

/** `资产负债率上限改为 75%`. */
export function changeText({ fact, side, to }: ThresholdChange): string {
  const { label, unit } = factSpec(fact)
  return `${label}${side === 'most' ? '上限' : '下限'}改为 ${formatNumber(to)}${unit === '%' ? '%' : ` ${unit}`}`.trim()
}
