import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import { termOf, type Agreement } from './agreement.js'

/**
 * The sum of the loans that a bank contracted from one day to another, both inclusive; null when it is not known.
 * Sample agreements ask for sample loans, the others for real ones.
 */
export type ContractedBy = (
  bankId: string,
  from: LawDate,
  until: LawDate,
  loans: { readonly isSample: boolean },
) => Promise<Fen | null>

/** How much of the credit line of an agreement is used. Null is not known. */
export type LineUse = {
  readonly usedFen: Fen | null
  /** Below zero when more was contracted than the line. */
  readonly leftFen: Fen | null
  /** Another agreement of the same bank covers some of the same days, so that loans of these days count for both. */
  readonly overlaps: boolean
}

/** The use of every agreement. A term or an amount that is not known makes only the figures unknown that need it. */
export async function lineUses(
  agreements: readonly Agreement[],
  contractedBy: ContractedBy,
  today: LawDate,
): Promise<ReadonlyMap<string, LineUse>> {
  const uses = await Promise.all(
    agreements.map(async (agreement) => {
      const { id, bankId, lineFen, isSample } = agreement
      const term = termOf(agreement, today)
      const usedFen =
        bankId === null || term === null ? null : await contractedBy(bankId, term.from, term.until, { isSample })
      const leftFen = lineFen === null || usedFen === null ? null : lineFen - usedFen
      return [id, { usedFen, leftFen, overlaps: overlapsAny(agreement, agreements, today) }] as const
    }),
  )
  return new Map(uses)
}

function overlapsAny(agreement: Agreement, all: readonly Agreement[], today: LawDate): boolean {
  const own = termOf(agreement, today)
  if (own === null || agreement.bankId === null) return false
  return all.some((other) => {
    const term = termOf(other, today)
    const same = other.id !== agreement.id && other.bankId === agreement.bankId && other.isSample === agreement.isSample
    return same && term !== null && term.from <= own.until && own.from <= term.until
  })
}

/** Lines and use of several agreements together. */
export type LineTotals = {
  readonly agreements: number
  /** The sum of the lines that are known, and how many are not. */
  readonly lineFen: Fen
  readonly unknownLines: number
  /** Null while the use of one is not known, or loans would count twice. */
  readonly usedFen: Fen | null
}

export function lineTotals(agreements: readonly Agreement[], uses: ReadonlyMap<string, LineUse>): LineTotals {
  const known = agreements.flatMap(({ lineFen }) => (lineFen === null ? [] : [lineFen]))
  const used = agreements.map(({ id }) => uses.get(id))
  const countable = used.every((use) => use?.overlaps === false && use.usedFen !== null)
  return {
    agreements: agreements.length,
    lineFen: known.reduce((sum, fen) => sum + fen, 0),
    unknownLines: agreements.length - known.length,
    usedFen: countable ? used.reduce((sum, use) => sum + (use?.usedFen ?? 0), 0) : null,
  }
}
