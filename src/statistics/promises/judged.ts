import { narrow } from '../figures/narrow.js'
import { hasSamples, type Figures } from '../overview/desk.js'
import { filterBar } from '../overview/filter.views.js'
import { bankNames, type BankNames } from './bank-names.js'

/** What a page that judges banks works with. */
export type Judged = Figures & {
  readonly bankNames: BankNames
  /** A bank was asked for by its name, but names are hidden: the page says that it did not narrow by it. */
  readonly bankDropped: boolean
}

export const HIDDEN_NAMES =
  '数据中含示例，机构一律以“示例机构甲、乙……”代替；这里的表现不代表任何真实机构，也不能按机构名称筛选或进入申请。'

/**
 * The same figures for a page that judges banks: while invented rows are among them, banks have no names, and nothing
 * can be asked of a bank by its name, since the answer would name it.
 */
export function judged(figures: Figures, secret: string): Judged {
  const { asked, whole, names, part } = figures
  const all = new Map(names.options.bank.map(({ value, text }) => [value, text]))
  const open = asked.narrowing.bankId === null ? part : narrow(whole, { ...asked.narrowing, bankId: null })
  const masked = hasSamples(open)
  const named = { ...figures, bankNames: bankNames(all, masked, secret), bankDropped: false }
  if (!masked) return named
  const sent = Object.fromEntries(Object.entries(asked.sent).filter(([name]) => name !== 'bank'))
  return {
    ...named,
    part: open,
    asked: { ...asked, sent, narrowing: { ...asked.narrowing, bankId: null } },
    bankDropped: asked.sent.bank !== undefined,
  }
}

/** The filter bar of such a page: without the field of banks where names are hidden. */
export function judgedBar({ asked, faults, names, bankNames: { masked } }: Judged, action: string) {
  const bar = filterBar(asked, faults, names, action)
  return masked ? { ...bar, fields: bar.fields.filter(({ name }) => name !== 'bank') } : bar
}
