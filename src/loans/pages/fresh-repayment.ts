import { addDays, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import type { Typed } from '../../web/form.js'
import { newKey } from '../forms/fields.js'
import type { DueLine } from '../account.js'
import { isSettled, nextDue, openInterest, openOf, openPrincipal } from '../overdue.js'

/** How many days before its day a line already stands in the form: banks collect a few days ahead. */
const DAYS_AHEAD = 5

/** What may be paid now: what is overdue and what is due within a few days. */
const nearOf = (dues: readonly DueLine[], today: LawDate) =>
  dues.filter((due) => due.dueOn <= addDays(today, DAYS_AHEAD) && !isSettled(due))

/**
 * The form of a repayment to begin with: what is overdue and due, or where nothing is yet the line of the next few days.
 * Of a line that is further off nothing stands there, or pressing the button would record money that was not paid.
 */
export function freshRepayment(dues: readonly DueLine[], today: LawDate): Typed {
  const near = nearOf(dues, today)
  const missed = near.filter(({ dueOn }) => dueOn <= today)
  const { principalFen, interestFen } = openOf(missed.length > 0 ? missed : near.slice(0, 1))
  const yuan = (fen: number) => (fen === 0 ? '' : (fen / 100).toFixed(2))
  const paid = { principal: yuan(principalFen), interest: yuan(interestFen), prepaid: '', other: '' }
  return { key: newKey(), paidOn: today, ...paid }
}

/** The next line in words where the form stands empty because it is still far off; empty otherwise. */
export function nextRepayment(dues: readonly DueLine[], today: LawDate): string {
  const next = nextDue(dues)
  if (next === null || nearOf(dues, today).length > 0) return ''
  const parts = `本金 ${formatYuan(openPrincipal(next))}，利息 ${formatYuan(openInterest(next))}`
  return `现在没有到期的款项。下一期 ${formatDate(next.dueOn)}：${parts}`
}
