import type { PlannedPart } from './loan.js'

/**
 * What falls due, at full precision in fractions of a fen; `schedule.ts` makes whole fen of it. `rates` holds the
 * interest rate of each month of the term.
 */
export type ExactFlow = { readonly month: number; readonly principal: number; readonly interest: number }

/** 等额本息: every payment is the same. With 1/12-year months this is P·i·(1+i)^n ÷ ((1+i)^n − 1). */
export function levelPaymentFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  let discount = 1
  let annuity = 0
  for (const rate of rates) {
    discount /= 1 + rate
    annuity += discount
  }
  const payment = amount / annuity
  let balance = amount
  return rates.map((rate, index) => {
    const interest = balance * rate
    const principal = payment - interest
    balance -= principal
    return { month: index + 1, principal, interest }
  })
}

/** 等额本金: P ÷ n of principal each month, interest on what is still owed. */
export function equalPrincipalFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  const months = rates.length
  return rates.map((rate, index) => ({
    month: index + 1,
    principal: amount / months,
    interest: ((amount * (months - index)) / months) * rate,
  }))
}

/** 先息后本 (按月付息，到期还本): interest each month, the principal with the last. */
export function bulletFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  return rates.map((rate, index) => ({
    month: index + 1,
    principal: index === rates.length - 1 ? amount : 0,
    interest: amount * rate,
  }))
}

/** 到期一次还本付息: nothing until the end; simple interest, as RMB loans do not charge interest on interest. */
export function singlePaymentFlows(amount: number, rates: readonly number[]): readonly ExactFlow[] {
  const interest = rates.reduce((sum, rate) => sum + amount * rate, 0)
  return [{ month: rates.length, principal: amount, interest }]
}

/** 按计划还本: interest each month on what is still owed, the principal in the parts and months of the plan. */
export function plannedFlows(
  amount: number,
  rates: readonly number[],
  plan: readonly PlannedPart[],
): readonly ExactFlow[] {
  const parts = new Map(plan.map(({ month, amountFen }) => [month, amountFen]))
  let balance = amount
  return rates.map((rate, index) => {
    const interest = balance * rate
    const principal = parts.get(index + 1) ?? 0
    balance -= principal
    return { month: index + 1, principal, interest }
  })
}
