import { FEE_KINDS } from '../../src/finance/index.js'

/** What the form of plain terms sends. */
export const termsFields = (given: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  amount: '50',
  rate: '3.45',
  months: '12',
  method: '先息后本',
  dayCount: 'month',
  validUntil: '2026-12-31',
  ...Object.fromEntries(FEE_KINDS.map((kind) => [`fee-${kind}-state`, 'none'])),
  ...given,
})
