import type { Context } from './context.js'
import type { Benefit, Drawdown, Loan, Repayment } from './loan.js'

/**
 * What an enterprise takes along of its loans. What is the bank's own stays there: the class of quality with its reasons
 * (五级分类 is internal, 《商业银行金融资产风险分类办法》), and who at the bank entered what.
 */
export async function exportLoans(
  { loans, drawdowns, repayments, dues, benefits }: Context,
  enterpriseId: string,
): Promise<readonly unknown[]> {
  const all = await loans.ofEnterprises(null, [enterpriseId])
  return Promise.all(
    all.map(async (loan) => ({
      ...ownPartOf(loan),
      drawdowns: (await drawdowns.of(loan.id)).map(withoutOfficer),
      repayments: (await repayments.of(loan.id)).map(withoutOfficer),
      dues: await dues.of(loan.id),
      benefits: (await benefits.of(loan.projectId)).map(withoutVerifier),
    })),
  )
}

function ownPartOf(loan: Loan) {
  const conditions = loan.conditions.map(({ text, fulfilled }) => ({ text, fulfilledOn: fulfilled?.on ?? null }))
  return { ...without(loan, 'qualities'), conditions }
}

const withoutOfficer = (record: Drawdown | Repayment) => without(record, 'by')

/** Who reported is of the enterprise itself; who verified is of the bank. */
const withoutVerifier = ({ verified, ...benefit }: Benefit) => ({
  ...benefit,
  verified: verified && without(verified, 'by'),
})

const without = <T extends object>(record: T, left: keyof T): object =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== left))
