import { inTransaction } from '../../db/index.js'
import { formatDate, partsOf, chinaDay } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import type { LoanContext } from './change-loan.js'
import { isBenefitExpected } from '../rules/environmental-benefit.js'
import type { Loan } from '../rules/loan.js'
import { unpaidInterest, unpaidPrincipal } from '../rules/overdue.js'
import { notifyBank, notifyEnterprise } from '../loans.notices.js'

const AT_ONCE = 200

/** Every loan of a walk in the order of ids, read some at a time. */
async function* walk(read: (after: string, limit: number) => Promise<readonly Loan[]>): AsyncIterable<Loan> {
  for (let after = ''; ;) {
    const loans = await read(after, AT_ONCE)
    yield* loans
    if (loans.length < AT_ONCE) return
    after = loans.at(-1)?.id ?? after
  }
}

/**
 * Notifies enterprise and bank of every missed due date, once each: the key of the notice names loan and date, so a
 * second run or a second process sends no duplicate.
 * @returns how many due dates are missed
 */
export async function sendOverdueNotices(context: LoanContext, now: Date): Promise<number> {
  const today = chinaDay(now)
  let count = 0
  for await (const { id } of walk((after, limit) => context.loans.missed(today, after, limit))) {
    count += await inTransaction(context.connection, async (session) => {
      const loan = await context.loans.find('all', id, session)
      if (loan === null) return 0
      const missed = (await context.dues.of(id, session)).filter((due) => !due.settled && due.dueOn < today)
      for (const due of missed) {
        const notice = {
          subject: '有一期还款逾期',
          text: `${formatDate(due.dueOn)} 应还本金 ${formatYuan(unpaidPrincipal(due))}、利息 ${formatYuan(unpaidInterest(due))} 还没有还清的记录。罚息以银行核算为准；如已还款，请联系银行登记。`,
          key: `loan-overdue-${id}-${due.dueOn}`,
          urgent: true,
        }
        await notifyEnterprise(context, session, loan, notice)
        await notifyBank(context, session, loan, notice)
      }
      return missed.length
    })
  }
  return count
}

/**
 * In January, asks enterprises for the benefit of the year that has just ended, once a project and year; does
 * nothing in other months. @returns how many projects lack the report
 */
export async function sendBenefitReminders(context: LoanContext, now: Date): Promise<number> {
  const { year: thisYear, month } = partsOf(chinaDay(now))
  if (month !== 1) return 0
  const year = thisYear - 1
  const asked = new Set<string>()
  for await (const loan of walk((after, limit) => context.loans.drawn(after, limit))) {
    const over = loan.closedOn !== null && partsOf(loan.closedOn).year < year
    if (over || !isBenefitExpected(loan) || asked.has(loan.projectId)) continue
    const [reported, drawdowns] = [await context.benefits.of(loan.projectId), await context.drawdowns.of(loan.id)]
    const begun = drawdowns.some(
      ({ madeOn, state }) => state === 'made' && madeOn !== null && partsOf(madeOn).year <= year,
    )
    if (!begun || reported.some((one) => one.year === year)) continue
    asked.add(loan.projectId)
    await inTransaction(context.connection, (session) =>
      notifyEnterprise(context, session, loan, {
        subject: `请填报 ${year} 年环境效益`,
        text: `请填报项目在 ${year} 年的节能量（吨标准煤）和减排量（吨二氧化碳），并写明数据来源。不清楚的项目可以留空。`,
        key: `loan-benefit-${loan.projectId}-${year}`,
      }),
    )
  }
  return asked.size
}
