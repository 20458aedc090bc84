import { daysBetween } from '../../kernel/dates.js'
import { balancesAt, benefitShares } from './benefit-share.js'
import { dateOf, type Day, type Period } from './day.js'
import type { Item } from './fold.js'
import { keysOf, type Measure } from './measure.js'
import { during, until, type Ledger } from './ledger.js'
import type { AnyRow, CaseRow, FlowRow, LoanRow, RequestRow } from './rows.js'

const one = <Row>(row: Row): Item<Row> => ({ row, value: 1 })
const enterprise = (row: AnyRow) => keysOf(row).enterpriseId
const dayOf = ({ day }: { readonly day: Day }) => day

const requestsIn = ({ requests }: Ledger, period: Period): readonly RequestRow[] => during(requests, dayOf, period)
const approvedIn = ({ approvals }: Ledger, period: Period): readonly CaseRow[] =>
  during(approvals, ({ approvedDay }) => approvedDay, period)
const drawnIn = ({ flows }: Ledger, period: Period): readonly FlowRow[] =>
  during(flows, dayOf, period).filter(({ kind }) => kind === 'drawn')

/** Loans paid out in the period, corrections taken off: one that was reversed in full is not among them. */
function loansDrawnIn(ledger: Ledger, period: Period): readonly Item<LoanRow>[] {
  const drawn = new Map<LoanRow, number>()
  for (const { loan, fen } of drawnIn(ledger, period)) drawn.set(loan, (drawn.get(loan) ?? 0) + fen)
  return [...drawn].filter(([, fen]) => fen > 0).map(([row, value]) => ({ row, value }))
}

/** Loans whose contract is in force at the end of the period. */
const inForce = ({ loans }: Ledger, { to }: Period): readonly LoanRow[] =>
  until(loans, ({ signedDay }) => signedDay, to).filter(({ closedDay }) => closedDay === null || closedDay > to)

const owing = (flows: readonly FlowRow[], day: Day) => [...balancesAt(flows, day)].filter(([, fen]) => fen > 0)

function benefit(of: (loan: LoanRow) => number | null) {
  return (ledger: Ledger, { to }: Period): readonly Item<LoanRow>[] => {
    const shares = benefitShares(new Map(owing(ledger.everyFlow, to)))
    return owing(ledger.flows, to).map(([row]) => {
      const [whole, share] = [of(row), shares.get(row)]
      return { row, value: whole === null || share === undefined ? null : whole * share }
    })
  }
}

/** The first payout of each loan, if it lies in the period. Flows stand in order, so the first one met is the first. */
function daysToMoney({ flows }: Ledger, { from, to }: Period): readonly Item<LoanRow>[] {
  const first = new Map<LoanRow, Day>()
  for (const { kind, fen, loan, day } of until(flows, dayOf, to)) {
    if (kind === 'drawn' && fen > 0 && !first.has(loan)) first.set(loan, day)
  }
  return [...first]
    .filter(([, day]) => day >= from)
    .map(([row, day]) => {
      const { submittedDay } = row
      return { row, value: submittedDay === null ? null : daysBetween(dateOf(submittedDay), dateOf(day)) }
    })
}

type Given = Omit<Measure, 'counted' | 'keyOf'> & Partial<Pick<Measure, 'counted' | 'keyOf'>>
const measure = (given: Given): Measure => ({ counted: '', keyOf: (row) => row.id, ...given })

/** Every figure of the overview, in the order in which it is shown. */
export const MEASURES = [
  measure({
    id: 'institutions',
    name: '参与机构',
    unit: 'count',
    counted: '家',
    definition: '期间内收到申请或获得名额的机构，同一机构只计一次。',
    fold: 'distinct',
    time: 'in',
    keyOf: (row) => ('bankId' in row ? row.bankId : ''),
    items: ({ cases }, period) => during(cases, dayOf, period).map(one),
  }),
  measure({
    id: 'enterprises',
    name: '申请企业',
    unit: 'count',
    counted: '户',
    definition: '期间内提交过申请的企业，同一企业只计一次。',
    fold: 'distinct',
    time: 'in',
    keyOf: enterprise,
    items: (ledger, period) => requestsIn(ledger, period).map(one),
  }),
  measure({
    id: 'requests',
    name: '提交申请',
    unit: 'count',
    counted: '笔',
    definition: '期间内提交的申请；一次提交计一笔，不论投向几家机构，后来撤回的也计。',
    fold: 'count',
    time: 'in',
    items: (ledger, period) => requestsIn(ledger, period).map(one),
  }),
  measure({
    id: 'requested',
    name: '申请金额',
    unit: 'fen',
    definition: '期间内提交的申请的金额之和；一次提交只计一次，不论投向几家机构。',
    fold: 'sum',
    time: 'in',
    items: (ledger, period) => requestsIn(ledger, period).map((row) => ({ row, value: row.amountFen })),
  }),
  measure({
    id: 'matched',
    name: '匹配成功',
    unit: 'count',
    counted: '笔',
    definition: '期间内提交、且提交时至少有一个产品全部条件符合的申请。',
    fold: 'count',
    time: 'in',
    items: (ledger, period) =>
      requestsIn(ledger, period)
        .filter(({ matched }) => matched)
        .map(one),
  }),
  measure({
    id: 'claimed',
    name: '已受理',
    unit: 'count',
    counted: '笔',
    definition: '期间内有机构受理或获得名额的申请，同一申请只计一次。',
    fold: 'distinct',
    time: 'in',
    keyOf: (row) => ('requestId' in row ? row.requestId : row.id),
    items: ({ claims }, period) => during(claims, ({ claimedDay }) => claimedDay, period).map(one),
  }),
  measure({
    id: 'approvals',
    name: '审批通过',
    unit: 'count',
    counted: '笔',
    definition: '期间内审批通过的机构申请。',
    fold: 'count',
    time: 'in',
    items: (ledger, period) => approvedIn(ledger, period).map(one),
  }),
  measure({
    id: 'approved',
    name: '审批金额',
    unit: 'fen',
    definition: '期间内审批通过的金额之和。',
    fold: 'sum',
    time: 'in',
    items: (ledger, period) => approvedIn(ledger, period).map((row) => ({ row, value: row.approvedFen })),
  }),
  measure({
    id: 'disbursed',
    name: '投放金额',
    unit: 'fen',
    definition: '期间内实际发放的贷款金额之和；更正冲回的金额记在原发放日。',
    fold: 'sum',
    time: 'in',
    items: (ledger, period) => drawnIn(ledger, period).map((row) => ({ row, value: row.fen })),
  }),
  measure({
    id: 'loans',
    name: '投放笔数',
    unit: 'count',
    counted: '笔',
    definition: '期间内有发放的贷款合同；全部冲回的不计，一份合同分次发放只计一笔。',
    fold: 'count',
    time: 'in',
    items: loansDrawnIn,
  }),
  measure({
    id: 'borrowers',
    name: '获贷企业',
    unit: 'count',
    counted: '户',
    definition: '期间内获得发放的企业，同一企业只计一次。',
    fold: 'distinct',
    time: 'in',
    keyOf: enterprise,
    items: loansDrawnIn,
  }),
  measure({
    id: 'first-loans',
    name: '首贷户',
    unit: 'count',
    counted: '户',
    definition: '期间内获得发放、且申请时说明此前从未获得银行贷款的企业；未说明的不计。',
    fold: 'distinct',
    time: 'in',
    keyOf: enterprise,
    items: (ledger, period) => loansDrawnIn(ledger, period).filter(({ row }) => row.firstLoan === true),
  }),
  measure({
    id: 'credit-share',
    name: '信用贷款占比',
    unit: 'share',
    definition: '期间内发放金额中，主要担保方式为信用的部分所占的比例。',
    fold: 'mean',
    time: 'in',
    items: (ledger, period) =>
      drawnIn(ledger, period).map((row) => ({ row, value: row.loan.guarantee === '信用' ? 1 : 0, weight: row.fen })),
  }),
  measure({
    id: 'rate',
    name: '加权平均利率',
    unit: 'bp',
    definition: '期间内发放的贷款的合同年利率，按发放金额加权。',
    fold: 'mean',
    time: 'in',
    items: (ledger, period) => drawnIn(ledger, period).map((row) => ({ row, value: row.loan.rateBp, weight: row.fen })),
  }),
  measure({
    id: 'all-in',
    name: '综合融资成本',
    unit: 'bp',
    definition:
      '期间内发放的贷款的综合年成本（利息和企业承担的全部费用，按内部收益率折年），按发放金额加权；费用未说明的贷款不参与。',
    fold: 'mean',
    time: 'in',
    items: (ledger, period) =>
      drawnIn(ledger, period).map((row) => ({ row, value: row.loan.allInBp, weight: row.fen })),
  }),
  measure({
    id: 'days',
    name: '从提交到投放',
    unit: 'days',
    definition: '期间内首次发放的贷款，从提交申请到首次发放的日历天数的中位数。',
    fold: 'median',
    time: 'in',
    items: daysToMoney,
  }),
  measure({
    id: 'days-ninth',
    name: '从提交到投放，九成以内',
    unit: 'days',
    definition: '期间内首次发放的贷款，九成不超过的日历天数。',
    fold: 'ninth',
    time: 'in',
    items: daysToMoney,
  }),
  measure({
    id: 'balance',
    name: '贷款余额',
    unit: 'fen',
    definition: '期末尚未归还的本金：截至期末的发放之和，减去截至期末归还的本金。',
    fold: 'sum',
    time: 'at',
    items: (ledger, { to }) =>
      [...balancesAt(ledger.flows, to)].filter(([, fen]) => fen !== 0).map(([row, value]) => ({ row, value })),
  }),
  measure({
    id: 'granted',
    name: '授信额度',
    unit: 'fen',
    definition: '期末仍有效的贷款合同的金额之和。',
    fold: 'sum',
    time: 'at',
    items: (ledger, period) => inForce(ledger, period).map((row) => ({ row, value: row.amountFen })),
  }),
  measure({
    id: 'used',
    name: '已用额度',
    unit: 'fen',
    definition: '期末仍有效的贷款合同下已经发放的金额之和。',
    fold: 'sum',
    time: 'at',
    items: (ledger, period) => {
      const open = new Set(inForce(ledger, period))
      return until(ledger.flows, dayOf, period.to)
        .filter(({ kind, loan }) => kind === 'drawn' && open.has(loan))
        .map((row) => ({ row, value: row.fen }))
    },
  }),
  measure({
    id: 'coal',
    name: '年节能量',
    unit: 'tce',
    definition:
      '期末有余额的贷款对应项目的年节能量（企业申报），按“贷款余额÷项目总投资”归因；一个项目多笔贷款合计不超过项目全部，不重复计算；总投资或节能量未填写的不计。',
    fold: 'sum',
    time: 'at',
    items: benefit(({ savingTce }) => savingTce),
  }),
  measure({
    id: 'carbon',
    name: '年减排量',
    unit: 'tonne',
    definition:
      '期末有余额的贷款对应项目的年二氧化碳减排量（企业申报），按“贷款余额÷项目总投资”归因；一个项目不重复计算；总投资或减排量未填写的不计。',
    fold: 'sum',
    time: 'at',
    items: benefit(({ carbonT }) => carbonT),
  }),
] as const satisfies readonly Measure[]

/** The figure of an address; undefined when there is none of that name. */
export const findMeasure = (id: string): Measure | undefined => MEASURES.find((one) => one.id === id)
