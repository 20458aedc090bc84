import type { RegisterRow } from '../../src/reports/rules/register-row.js'
import { creditCode } from '../registers/workbooks.js'

const wan = (amount: number) => amount * 1_000_000

/** A row in which nothing is wrong: 500 万 of which 400 are drawn and 100 are back, of a project of 1,000 万. */
export const soundLoan = (number = 1, given: Partial<RegisterRow> = {}): RegisterRow => ({
  ...{ bank: '中国农业银行', contract: `HT-${number}`, number: `DK-${number}`, borrower: '天山纺织有限公司' },
  ...{ creditCode: creditCode(1), industryCode: '1711', industry: '棉纺纱加工', size: '中型', ownership: '民营' },
  ...{ division: '第八师石河子市', greenCode: '1.1.1', green: '高效节能装备制造', catalogue: '2025年版' },
  ...{ project: '锅炉节能改造', projectId: `p${number}`, investmentFen: wan(1000) },
  ...{ amountFen: wan(500), drawnFen: wan(400), periodDrawnFen: wan(400), repaidFen: wan(100), balanceFen: wan(300) },
  ...{ rateBp: 360, allInBp: 372, signedDay: 20260310, maturityDay: 20290310, closedDay: null, guarantee: '抵押' },
  ...{ quality: '正常', overduePrincipalFen: 0, overdueInterestFen: 0 },
  ...{ savingTce: 800, carbonT: 2000, attributedTce: 240, attributedT: 600, firstLoan: true, isSample: false },
  ...given,
})
