import type { LawDate } from '../../kernel/dates.js'
import { roundHalfUp, type Fen } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { dueDates, exactInterest, remainingDues } from './due-schedule.js'
import type { Contract, Drawdown, LoanPayments, Repayment } from './loan.js'

/** What moves money, corrections taken out. */
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

/** Why the events cannot be those of this loan. */
export type LoanBalanceFault = 'over-contract' | 'below-zero' | 'after-maturity'

type Line = { dueOn: LawDate; principal: Fen; interest: Fen }

/**
 * Where a loan stands after its events, worked out from nothing else. What has fallen due stays as it was; a drawdown
 * or a prepayment makes the rest of the list anew from that day on, for the due dates that are left. Interest runs on
 * the balance by the contract: paying late or a few days early does not change the list, paying ahead does.
 */
export function loanBalance(contract: Contract, events: readonly LoanEvent[]): Result<LoanBalance, LoanBalanceFault> {
  const book = new BalanceSheet(contract)
  for (const event of inOrder(events)) {
    const fault = event.kind === 'draw' ? book.draw(event) : book.pay(event)
    if (fault !== null) return failed(fault)
  }
  return ok(book.account())
}

/** By day; money comes before it goes back on the same day. */
const inOrder = (events: readonly LoanEvent[]): readonly LoanEvent[] =>
  events.toSorted((one, other) =>
    one.on === other.on ? one.kind.localeCompare(other.kind) : one.on.localeCompare(other.on),
  )

class BalanceSheet {
  #lines: Line[] = []
  #drawn = 0
  #paid = 0
  /** Principal paid against the due list, prepayments left out: they shorten the list itself. */
  #instalments = 0
  #interest = 0
  /** Interest, in fractions of a fen, that had run up in the current period when the list was last made anew. */
  #accrued = { on: '', amount: 0 }
  readonly #dates: readonly LawDate[]

  constructor(private readonly contract: Contract) {
    this.#dates = dueDates(contract)
  }

  draw({ on, amountFen }: Extract<LoanEvent, { kind: 'draw' }>): LoanBalanceFault | null {
    if (on >= this.contract.maturity) return 'after-maturity'
    this.#drawn += amountFen
    if (this.#drawn > this.contract.amountFen) return 'over-contract'
    this.#remake(on, amountFen)
    return null
  }

  pay({ on, principalFen, prepaidFen, interestFen }: Extract<LoanEvent, { kind: 'pay' }>): LoanBalanceFault | null {
    this.#paid += principalFen
    if (this.#paid > this.#drawn) return 'below-zero'
    this.#interest += interestFen
    // Up to the next due date a payment is an instalment, whatever lies beyond it was paid ahead.
    const open = this.#principalUpToNext(on) - this.#instalments
    const instalment = Math.min(principalFen - prepaidFen, open)
    const notYetDue = this.#notYetDue(on, this.#instalments + instalment)
    const ahead = Math.min(principalFen - instalment, notYetDue)
    this.#instalments += principalFen - ahead
    if (ahead > 0) this.#remake(on, -ahead)
    return null
  }

  account(): LoanBalance {
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
    const fallen = sum(this.#lines.filter(({ dueOn }) => dueOn <= day))
    return sum(this.#lines) - Math.max(fallen, instalments)
  }

  /** Makes anew what falls due after the day, the balance by the contract having changed by `change` on it. */
  #remake(day: LawDate, change: Fen): void {
    const fallen = this.#lines.filter(({ dueOn }) => dueOn <= day)
    const coming = this.#lines.filter(({ dueOn }) => dueOn > day)
    const dates = this.#dates.filter((dueOn) => dueOn > day)
    this.#accrue(day, sum(coming))
    const balance = sum(coming) + change
    const early = Math.max(0, this.#instalments - sum(fallen))
    const next = coming[0]
    const fresh =
      early > 0 && next !== undefined
        ? this.#keeping(next, early, balance, day, dates)
        : this.#anew(balance, day, dates)
    this.#lines = [...fallen, ...fresh]
  }

  #anew(balance: Fen, day: LawDate, dates: readonly LawDate[]): Line[] {
    const [first] = dates
    if (first === undefined) return []
    if (balance > 0) return remainingDues(this.contract, balance, day, this.#accrued.amount)
    const interest = this.#interestTo(first, 0, day)
    return interest === 0 ? [] : [{ dueOn: first, principal: 0, interest }]
  }

  /** Part of the next instalment is paid already: it stays as it is, as far as there is so much left to pay. */
  #keeping(next: Line, early: Fen, balance: Fen, day: LawDate, dates: readonly LawDate[]): Line[] {
    const later = dates.filter((dueOn) => dueOn > next.dueOn)
    const principal = later.length === 0 ? balance : Math.max(early, Math.min(next.principal, balance))
    const kept = { dueOn: next.dueOn, principal, interest: this.#interestTo(next.dueOn, balance, day) }
    const rest = balance - principal
    return rest === 0 ? [kept] : [kept, ...remainingDues(this.contract, rest, next.dueOn, 0)]
  }

  /** Interest of a period that ends on `dueOn`: what had run up until `day`, and what the balance adds from then on. */
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

/** The balance at the end of a day: Σ drawn − Σ principal paid until then; reversals stand among both. */
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
