import { filterDataset } from '../figures/filter.js'
import { hasSamples } from '../rows/samples.js'
import type { FiguresContext } from './figures-context.js'
import { bankNames, type BankNames } from '../../catalogue/index.js'

/** The context of a page that judges banks. */
export type MaskedFigures = FiguresContext & {
  readonly bankNames: BankNames
  /** The filter named a bank but names are hidden: the page says that this field was ignored. */
  readonly bankDropped: boolean
}

export const HIDDEN_NAMES =
  '数据中含示例，机构一律以“示例机构甲、乙……”代替；这里的表现不代表任何真实机构，也不能按机构名称筛选或进入申请。'

/**
 * Hides the names of banks while there is sample data among the rows, and ignores a filter by bank, since its answer
 * would reveal the name.
 */
export function maskedFigures(figures: FiguresContext, secret: string): MaskedFigures {
  const { filter, dataset, names, filtered } = figures
  const all = new Map(names.options.bank.map(({ value, text }) => [value, text]))
  const open =
    filter.rowFilter.bankId === null ? filtered : filterDataset(dataset, { ...filter.rowFilter, bankId: null })
  const masked = hasSamples(open)
  const named = { ...figures, bankNames: bankNames(all, masked, secret), bankDropped: false }
  if (!masked) return named
  const sent = Object.fromEntries(Object.entries(filter.sent).filter(([name]) => name !== 'bank'))
  return {
    ...named,
    filtered: open,
    filter: { ...filter, sent, rowFilter: { ...filter.rowFilter, bankId: null } },
    bankDropped: filter.sent.bank !== undefined,
  }
}
