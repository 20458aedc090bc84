import type { LawDate } from '../../kernel/dates.js'
import { roundHalfUp, type Fen } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { dueDates, exactInterest, remainingDues } from './due-schedule.js'
import type { Contract, Drawdown, LoanPayments, Repayment } from './loan.js'

/** An effective payment: a drawdown or a repayment that is not reversed. */
export type LoanEvent =
  | { readonly kind: 'draw'; readonly on: LawDate; readonly amountFen: Fen }
  | {
      readonly kind: 'pay'
      readonly on: LawDate
      /** All principal; `prepaidFen` is the part of it that was paid ahead. */
      readonly principalFen: Fen
      readonly prepaidFen: Fen
      readonly interestFen: Fen
    }

export type DueLine = {
  readonly dueOn: LawDate
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly paidPrincipalFen: Fen
  readonly paidInterestFen: Fen
}

export type LoanBalance = {
  readonly drawnFen: Fen
  readonly balanceFen: Fen
  readonly dues: readonly DueLine[]
  /** Interest paid beyond what the due list asks for, as after a correction; it is set off against what comes. */
  readonly creditFen: Fen
}

/** Why the events do not fit the contract. */
export type LoanBalanceFault = 'over-contract' | 'below-zero' | 'after-maturity'

type Line = { dueOn: LawDate; principal: Fen; interest: Fen }

/**
 * Computes balance and due list of a loan from its contract and events alone. Past due lines stay unchanged; a drawdown
 * or a prepayment recalculates the list from that day on, for the remaining due dates. Interest runs on
 * the balance by the contract: paying late or a few days early does not change the list, prepaying does.
 */
export function loanBalance(contract: Contract, events: readonly LoanEvent[]): Result<LoanBalance, LoanBalanceFault> {
  const calculation = new BalanceCalculation(contract)
  for (const event of inDateOrder(events)) {
    const fault = event.kind === 'draw' ? calculation.draw(event) : calculation.pay(event)
    if (fault !== null) return failed(fault)
  }
  return ok(calculation.result())
}

/** By day; on the same day drawdowns come before repayments. */
const inDateOrder = (events: readonly LoanEvent[]): readonly LoanEvent[] =>
  events.toSorted((one, other) =>
    one.on === other.on ? one.kind.localeCompare(other.kind) : one.on.localeCompare(other.on),
  )

class BalanceCalculation {
  #lines: Line[] = []
  #drawn = 0
  #paid = 0
  /** Principal paid against the due list, prepayments left out: they shorten the list itself. */
  #instalments = 0
  #interest = 0
  /** Interest, in fractions of a fen, that had accrued in the current period when the list was last recalculated. */
  #accrued = { on: '', amount: 0 }
  readonly #dates: readonly LawDate[]

  constructor(private readonly contract: Contract) {
    this.#dates = dueDates(contract)
  }

  draw({ on, amountFen }: Extract<LoanEvent, { kind: 'draw' }>): LoanBalanceFault | null {
    if (on >= this.contract.maturity) return 'after-maturity'
    this.#drawn += amountFen
    if (this.#drawn > this.contract.amountFen) return 'over-contract'
    this.#recalculate(on, amountFen)
    return null
  }

  pay({ on, principalFen, prepaidFen, interestFen }: Extract<LoanEvent, { kind: 'pay' }>): LoanBalanceFault | null {
    this.#paid += principalFen
    if (this.#paid > this.#drawn) return 'below-zero'
    this.#interest += interestFen
    // Up to the next due date a payment is an instalment; the rest is a prepayment.
    const open = this.#principalUpToNext(on) - this.#instalments
    const instalment = Math.min(principalFen - prepaidFen, open)
    const notYetDue = this.#notYetDue(on, this.#instalments + instalment)
    const ahead = Math.min(principalFen - instalment, notYetDue)
    this.#instalments += principalFen - ahead
    if (ahead > 0) this.#recalculate(on, -ahead)
    return null
  }

  result(): LoanBalance {
    const principal = waterfall(this.#instalments)
    const interest = waterfall(this.#interest)
    const dues = this.#lines.map((line) => ({
      dueOn: line.dueOn,
      principalFen: line.principal,
      interestFen: line.interest,
      paidPrincipalFen: principal.take(line.principal),
      paidInterestFen: interest.take(line.interest),
    }))
    return { drawnFen: this.#drawn, balanceFen: this.#drawn - this.#paid, dues, creditFen: interest.left() }
  }

  #principalUpToNext(day: LawDate): Fen {
    const next = this.#lines.findIndex(({ dueOn }) => dueOn > day)
    return sum(next === -1 ? this.#lines : this.#lines.slice(0, next + 1))
  }

  /** Principal that falls due after the day and is not paid by instalments. */
  #notYetDue(day: LawDate, instalments: Fen): Fen {
    const past = sum(this.#lines.filter(({ dueOn }) => dueOn <= day))
    return sum(this.#lines) - Math.max(past, instalments)
  }

  /** Recalculates the lines after the day; `change` is the change of the contractual balance on that day. */
  #recalculate(day: LawDate, change: Fen): void {
    const past = this.#lines.filter(({ dueOn }) => dueOn <= day)
    const coming = this.#lines.filter(({ dueOn }) => dueOn > day)
    const dates = this.#dates.filter((dueOn) => dueOn > day)
    this.#accrue(day, sum(coming))
    const balance = sum(coming) + change
    const early = Math.max(0, this.#instalments - sum(past))
    const next = coming[0]
    const recalculated =
      early > 0 && next !== undefined
        ? this.#keepNextInstalment(next, early, balance, day, dates)
        : this.#recalculated(balance, day, dates)
    this.#lines = [...past, ...recalculated]
  }

  #recalculated(balance: Fen, day: LawDate, dates: readonly LawDate[]): Line[] {
    const [first] = dates
    if (first === undefined) return []
    if (balance > 0) return remainingDues(this.contract, balance, day, this.#accrued.amount)
    const interest = this.#interestTo(first, 0, day)
    return interest === 0 ? [] : [{ dueOn: first, principal: 0, interest }]
  }

  /** The next instalment is partly paid: keeps it, up to the remaining balance. */
  #keepNextInstalment(next: Line, early: Fen, balance: Fen, day: LawDate, dates: readonly LawDate[]): Line[] {
    const later = dates.filter((dueOn) => dueOn > next.dueOn)
    const principal = later.length === 0 ? balance : Math.max(early, Math.min(next.principal, balance))
    const kept = { dueOn: next.dueOn, principal, interest: this.#interestTo(next.dueOn, balance, day) }
    const rest = balance - principal
    return rest === 0 ? [kept] : [kept, ...remainingDues(this.contract, rest, next.dueOn, 0)]
  }

  /** Interest of a period that ends on `dueOn`: the interest accrued until `day` plus the interest on the balance from then on. */
  #interestTo(dueOn: LawDate, balance: Fen, day: LawDate): Fen {
    return roundHalfUp(this.#accrued.amount + exactInterest(this.contract, balance, day, dueOn))
  }

  #accrue(day: LawDate, balance: Fen): void {
    const lastDue = this.#dates.findLast((dueOn) => dueOn <= day) ?? ''
    const { on, amount } = this.#accrued
    const since = on > lastDue ? on : lastDue
    const before = on > lastDue ? amount : 0
    this.#accrued = {
      on: day,
      amount: balance === 0 ? before : before + exactInterest(this.contract, balance, since, day),
    }
  }
}

const sum = (lines: readonly Line[]): Fen => lines.reduce((total, { principal }) => total + principal, 0)

/** Spends an amount on one line after another. */
function waterfall(amount: Fen) {
  let left = amount
  return {
    take(most: Fen): Fen {
      const taken = Math.min(left, most)
      left -= taken
      return taken
    },
    left: () => left,
  }
}

/** The balance at the end of a day: Σ drawn − Σ principal paid until then; reversals are included in both. */
export function balanceOn(drawdowns: readonly Drawdown[], repayments: readonly Repayment[], day: LawDate): Fen {
  const drawn = drawdowns.filter(({ madeOn }) => madeOn !== null && madeOn <= day)
  const paid = repayments.filter(({ paidOn }) => paidOn <= day)
  return (
    drawn.reduce((sum, { amountFen }) => sum + amountFen, 0) -
    paid.reduce((sum, { principalFen }) => sum + principalFen, 0)
  )
}

/** The effective drawdowns and repayments: a reversed record and its reversal are left out. */
export function loanEvents({ drawdowns, repayments }: LoanPayments): readonly LoanEvent[] {
  const reversed = new Set([...drawdowns, ...repayments].map(({ reverses }) => reverses))
  const stands = ({ id, reverses }: { readonly id: string; readonly reverses: string | null }) =>
    reverses === null && !reversed.has(id)
  return [
    ...drawdowns
      .filter(stands)
      .flatMap(({ madeOn, amountFen }) => (madeOn === null ? [] : [{ kind: 'draw' as const, on: madeOn, amountFen }])),
    ...repayments.filter(stands).map(({ paidOn, principalFen, prepaidFen, interestFen }) => {
      return { kind: 'pay' as const, on: paidOn, principalFen, prepaidFen, interestFen }
    }),
  ]
}
