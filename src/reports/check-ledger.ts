import { formatYuan, type Fen } from '../kernel/money.js'
import type { Day } from '../statistics/index.js'
import { benefitFaults } from './check-benefit.js'
import { rowFaults } from './check-row.js'
import { TONNE, type LedgerFault, type LedgerLists, type LedgerTotals, type NumberOf } from './ledger-faults.js'
import type { LedgerLoan } from './ledger-loan.js'

/**
 * Everything that is inconsistent in a ledger; empty when nothing is. A ledger with a fault is not handed out.
 * @param totals what another count of the same comes to; null where there is none, as of a file from elsewhere
 * @param on the day of the ledger
 * @param numberOf what a row is called, by its place from 0; without it, they count from 1
 */
export function checkLedger(
  rows: readonly LedgerLoan[],
  totals: LedgerTotals | null,
  on: Day,
  lists: LedgerLists,
  numberOf: NumberOf = (place) => place + 1,
): readonly LedgerFault[] {
  return [
    ...rows.flatMap((row, place) => rowFaults(row, on, lists).map((fault) => ({ ...fault, row: numberOf(place) }))),
    ...repeated(rows, numberOf),
    ...benefitFaults(rows, numberOf),
    ...(totals === null ? [] : totalFaults(rows, totals)),
  ]
}

function repeated(rows: readonly LedgerLoan[], numberOf: NumberOf): readonly LedgerFault[] {
  const seen = new Map<string, number>()
  return rows.flatMap(({ bank, contract }, place) => {
    const key = JSON.stringify([bank, contract])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, place)
    return first === undefined
      ? []
      : [{ row: numberOf(place), rule: 'once' as const, message: `与第 ${numberOf(first)} 行的合同编号相同` }]
  })
}

/** What stands below the rows. */
export type LedgerSums = LedgerTotals & { readonly amountFen: Fen }

export function ledgerSums(rows: readonly LedgerLoan[]): LedgerSums {
  const sum = (of: (row: LedgerLoan) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0)
  return {
    amountFen: sum(({ amountFen }) => amountFen),
    balanceFen: sum(({ balanceFen }) => balanceFen),
    drawnFen: sum(({ periodDrawnFen }) => periodDrawnFen),
    coalTce: sum(({ attributedTce }) => attributedTce),
    carbonT: sum(({ attributedT }) => attributedT),
  }
}

function totalFaults(rows: readonly LedgerLoan[], totals: LedgerTotals): readonly LedgerFault[] {
  const own = ledgerSums(rows)
  const faults: LedgerFault[] = []
  const compare = (name: string, mine: string, other: string, equal: boolean) => {
    if (!equal) faults.push({ row: null, rule: 'totals', message: `${name}：各行合计 ${mine}，总览为 ${other}` })
  }
  const money = (name: string, mine: Fen, other: Fen) => {
    compare(name, formatYuan(mine), formatYuan(other), mine === other)
  }
  const tonnes = (name: string, mine: number, other: number) => {
    compare(name, mine.toFixed(3), other.toFixed(3), Math.abs(mine - other) < TONNE)
  }
  money('贷款余额', own.balanceFen, totals.balanceFen)
  money('期间发放', own.drawnFen, totals.drawnFen)
  tonnes('归因年节能量', own.coalTce, totals.coalTce)
  tonnes('归因年减排量', own.carbonT, totals.carbonT)
  return faults
}
