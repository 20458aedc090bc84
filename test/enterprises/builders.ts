import type { FactEntry, NeedTerms } from '../../src/enterprises/index.js'
import type { YearFigures } from '../../src/enterprises/rules/enterprise.js'

/** A declared fact of 22 November 2026. */
export const entry = (fact: string, value: FactEntry['value'], given: Partial<FactEntry> = {}): FactEntry => ({
  fact,
  value,
  source: 'declared',
  evidenceIds: [],
  asOf: '2026-11-22',
  by: null,
  at: new Date('2026-11-22T04:00:00Z'),
  ...given,
})

/** The figures of a year of which nothing is known but what is given. */
export const year = (of: number, given: Partial<YearFigures> = {}): YearFigures => ({
  year: of,
  revenueFen: null,
  assetsFen: null,
  liabilitiesFen: null,
  taxFen: null,
  netProfitFen: null,
  rdFen: null,
  employees: null,
  energyTce: null,
  source: 'declared',
  evidenceIds: [],
  by: null,
  at: new Date('2026-03-01T04:00:00Z'),
  ...given,
})

/** A need of which nothing is known but what is given. */
export const need = (given: Partial<NeedTerms> = {}): NeedTerms => ({
  title: '设备更新',
  amountFen: null,
  termMonths: null,
  purpose: null,
  greenCode: null,
  investmentFen: null,
  ownFundsFen: null,
  approvals: null,
  securities: null,
  securityRegistered: null,
  energySavingTce: null,
  carbonReductionT: null,
  ...given,
})

/** 万元 in fen. */
export const wan = (amount: number): number => amount * 1_000_000
