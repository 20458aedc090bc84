import { formatDate } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { fault } from '../../web/form.js'
import { dateOf } from '../rows/day.js'
import { MEASURES } from '../figures/measures.js'
import { FILTER_FIELDS, PERIOD_PRESETS, type FigureFilter, type FilterField } from './figure-filter.js'
import type { DimensionNames, FilterOption } from './dimension-names.js'
import type { MaskedFigures } from './masked-figures.js'

const LABELS: Readonly<Record<FilterField, readonly [label: string, all: string]>> = {
  bank: ['机构', '全部机构'],
  division: ['师市', '全部师市'],
  green: ['绿色类别', '全部绿色类别'],
  size: ['企业规模', '全部规模'],
  section: ['行业门类', '全部行业'],
  purpose: ['用途', '全部用途'],
}

/** View model of the filter bar. */
export function filterBar(asked: FigureFilter, faults: readonly FieldFault[], names: DimensionNames, action: string) {
  const { sent, preset } = asked
  return {
    action,
    faults: faults.map(({ field, message }) => fault(field, message)),
    stretch: preset,
    stretches: Object.entries(PERIOD_PRESETS).map(([value, text]) => ({ value, text })),
    from: sent.from ?? dateOf(asked.period.from),
    to: sent.to ?? dateOf(asked.period.to),
    fields: FILTER_FIELDS.map((name) => {
      const [label, all] = LABELS[name]
      return { name, label, all, chosen: sent[name] ?? '', options: withChosen(name, sent[name], names) }
    }),
    measure: asked.measure.id,
    measures: MEASURES.filter(({ aggregation }) => aggregation === 'sum' || aggregation === 'count').map(
      ({ id, name }) => ({
        value: id,
        text: name,
      }),
    ),
    narrowed: FILTER_FIELDS.some((name) => sent[name] !== undefined) || sent.stretch !== undefined,
    clear: action,
  }
}

/** The options of a field; adds the chosen green class where it is below the first level. */
function withChosen(name: FilterField, chosen: string | undefined, names: DimensionNames): readonly FilterOption[] {
  const options: readonly FilterOption[] = names.options[name]
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options
  return [...options, { value: chosen, text: name === 'green' ? names.nameOf('green3', chosen) : chosen }]
}

/** The filter as labels and values, for a heading or the cover of an export. */
export function filterText(asked: FigureFilter, names: DimensionNames): readonly (readonly [string, string])[] {
  const { period, sent } = asked
  const chosen = FILTER_FIELDS.flatMap((name) => {
    const value = sent[name]
    if (value === undefined) return []
    const option = withChosen(name, value, names).find((one) => one.value === value)
    return [[LABELS[name][0], option?.text ?? value] as const]
  })
  return [['期间', `${formatDate(dateOf(period.from))}至${formatDate(dateOf(period.to))}`], ...chosen]
}

/** The filter bar of a page that judges banks: without the field for banks where names are hidden. */
export function maskedFilterBar({ filter, faults, names, bankNames: { masked } }: MaskedFigures, action: string) {
  const bar = filterBar(filter, faults, names, action)
  return masked ? { ...bar, fields: bar.fields.filter(({ name }) => name !== 'bank') } : bar
}
