import type { Application, FinancingRequest, ApplicationState } from '../../../src/applications/index.js'
import type { Drawdown, Loan, Repayment } from '../../../src/loans/index.js'
import { effectiveRate } from '../../../src/finance/index.js'
import { addDays } from '../../../src/kernel/dates.js'

/** Raw records as the stores return them, without a database. */
export type Raw = {
  readonly requests: FinancingRequest[]
  readonly applications: Application[]
  readonly loans: Loan[]
  readonly drawdowns: Drawdown[]
  readonly repayments: Repayment[]
}

export const BANKS = ['abc', 'icbc', 'cib', 'boc'] as const
export const DIVISIONS = ['第一师', '第七师', '第八师', 'none', null] as const
export const GREENS = ['1.4.1', '1.4.2', '4.2.1', '4.20.1', '4', '', null] as const
export const SIZES = ['中型', '小型', '微型', null] as const
export const INDUSTRIES = ['1373', '3011', '4416', null] as const
export const PURPOSES = ['设备购置', '项目建设', '流动资金', null] as const

/** Chance from a seed: the same numbers every time. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (count: number) => Math.floor(next() * count)
  return { next, below, pick: <T>(from: readonly T[]): T => from[below(from.length)] as T }
}
export type Chance = ReturnType<typeof chance>

const firstDay = '2024-11-01'
/** An instant of that day in China; now and then close to midnight, where a clock in another zone would err. */
const instant = (day: string, dice: Chance) =>
  new Date(`${day}T${dice.pick(['00:00:01', '08:30:00', '16:45:10', '23:59:59'])}+08:00`)

/** Requests over two years, with what came of them: claims, approvals, refusals, loans, corrections and repayments. */
export function rawRecords(seed: number, count: number): Raw {
  const dice = chance(seed)
  const raw: Raw = { requests: [], applications: [], loans: [], drawdowns: [], repayments: [] }
  for (let i = 0; i < count; i += 1) addRequest(raw, dice, i)
  return raw
}

function addRequest(raw: Raw, dice: Chance, i: number): void {
  const day = addDays(firstDay, dice.below(750))
  const enterprise = dice.below(40)
  const whole = (1 + dice.below(900)) * 10_000_00
  const request: FinancingRequest = {
    id: `r${i}`,
    key: `k${i}`,
    number: `LQ-${i}`,
    enterpriseId: `e${enterprise}`,
    enterpriseName: `企业${enterprise}`,
    needId: `n${enterprise}-${dice.below(2)}`,
    needVersion: 1,
    title: `项目${i}`,
    channel: dice.pick(['directed', 'hall'] as const),
    amountFen: whole,
    termMonths: 36,
    products: [
      {
        productId: 'p',
        productName: '产品',
        bankId: 'abc',
        bankName: '农行',
        verdict: dice.pick(['eligible', 'needs_information'] as const),
      },
    ],
    excludedBanks: [],
    securities: [],
    papers: [],
    consent: { scopes: [], until: '2028-01-01' },
    dimensions: {
      division: dice.pick(DIVISIONS),
      industry: dice.pick(INDUSTRIES),
      sizeClass: dice.pick(SIZES),
      ownership: '民营',
      yearsInOperation: dice.pick([1, 5, null]),
      greenCode: dice.pick(GREENS),
      purpose: dice.pick(PURPOSES),
      firstLoan: dice.pick([true, false, null]),
      investmentFen: dice.pick([null, whole, whole * 2, whole * 5]),
      energySavingTce: dice.pick([null, 0, 1180.5, 20_000]),
      carbonReductionT: dice.pick([null, 3000]),
    },
    catalogue: 'c',
    recordHash: '',
    snapshotHash: '',
    holding: true,
    isSample: false,
    submittedAt: instant(day, dice),
    by: null,
  }
  raw.requests.push(request)
  if (request.channel === 'hall') raw.applications.push(applicationOf(request, `a${i}-hall`, null, 'open', {}))
  for (const [n, bankId] of BANKS.entries()) {
    if (dice.next() < 0.4) addCase(raw, dice, request, `a${i}-${n}`, bankId)
  }
}

function addCase(raw: Raw, dice: Chance, request: FinancingRequest, id: string, bankId: string): void {
  const [claimed, approved, declined] = [dice.next() < 0.8, dice.next() < 0.6, dice.next() < 0.2]
  const after = (days: number) => instant(addDays(request.submittedAt.toISOString().slice(0, 10), days), dice)
  const reached: Partial<Record<ApplicationState, Date>> = {
    submitted: request.submittedAt,
    ...(claimed && { claimed: after(1 + dice.below(4)) }),
    ...(claimed && approved && { approved: after(8 + dice.below(20)) }),
    ...(declined && { declined: after(5) }),
  }
  const state: ApplicationState = reached.approved ? 'approved' : reached.claimed ? 'claimed' : 'submitted'
  const application = applicationOf(request, id, bankId, state, reached)
  const amountFen = Math.round(request.amountFen * dice.pick([1, 0.5, 1 / 3]))
  const decision = {
    amountFen,
    rateBp: 345,
    months: 36,
    conditions: '',
    at: request.submittedAt,
    by: '',
    proposedBy: null,
  }
  raw.applications.push(reached.approved ? { ...application, decision } : application)
  if (reached.approved && dice.next() < 0.8) addLoan(raw, dice, { ...application, decision }, amountFen)
}

const applicationOf = (
  request: FinancingRequest,
  id: string,
  bankId: string | null,
  state: ApplicationState,
  reached: Application['reached'],
): Application => ({
  ...{
    id,
    number: `N-${id}`,
    requestId: request.id,
    kind: bankId === null ? 'hall' : 'bank',
    channel: request.channel,
  },
  ...{ enterpriseId: request.enterpriseId, enterpriseName: request.enterpriseName, title: request.title, bankId },
  ...{ bankName: bankId, productId: 'p', productName: '产品', amountFen: request.amountFen, termMonths: 36 },
  ...{ dimensions: request.dimensions, isSample: false, state, before: null, step: null, officerId: null },
  ...{ officerName: null, documents: [], asked: null, offer: null, proposal: null, decision: null, refusal: null },
  ...{ contests: [], reached, steps: [], version: 1, submittedAt: request.submittedAt, updatedAt: request.submittedAt },
  endedAt: null,
})

function addLoan(raw: Raw, dice: Chance, application: Application, amountFen: number): void {
  const id = `l-${application.id}`
  const request = raw.requests.at(-1)
  const signedOn = addDays((application.reached.approved ?? new Date(0)).toISOString().slice(0, 10), 1 + dice.below(10))
  const ref = {
    loanId: id,
    applicationId: application.id,
    enterpriseId: application.enterpriseId,
    bankId: application.bankId ?? '',
    isSample: false,
  }
  const madeOn = (days: number) => addDays(signedOn, days)
  const drawdown = (n: number, on: string, fen: number, reverses: string | null = null): Drawdown => ({
    ...ref,
    ...{
      id: `${id}-d${n}`,
      plannedOn: null,
      plannedFen: null,
      madeOn: on,
      amountFen: fen,
      state: 'made',
      use: '',
      reverses,
    },
    ...{ reason: null, key: null, recordedAt: new Date(0), by: '' },
  })
  const half = Math.floor(amountFen / 2)
  const first = madeOn(dice.below(60))
  raw.drawdowns.push(drawdown(1, first, half))
  const corrected = dice.next() < 0.2
  if (corrected) raw.drawdowns.push(drawdown(2, first, -half, `${id}-d1`))
  else if (dice.next() < 0.5) raw.drawdowns.push(drawdown(3, madeOn(60 + dice.below(60)), amountFen - half))
  raw.drawdowns.push({
    ...drawdown(4, first, 0),
    madeOn: null,
    plannedOn: madeOn(300),
    plannedFen: half,
    state: 'planned',
  })
  const paid = corrected || dice.next() < 0.5 ? 0 : Math.floor(half / 3)
  if (paid > 0) {
    raw.repayments.push({
      ...ref,
      ...{
        id: `${id}-p1`,
        paidOn: madeOn(200),
        principalFen: paid,
        prepaidFen: 0,
        interestFen: 100,
        otherFen: 0,
        dueOn: null,
      },
      ...{
        duePrincipalFen: 0,
        dueInterestFen: 0,
        reverses: null,
        reason: null,
        key: null,
        recordedAt: new Date(0),
        by: '',
      },
    })
  }
  const closed = dice.next() < 0.1
  const rateBp = dice.pick([300, 345, 410])
  const fees = dice.pick([
    [],
    (['guarantee', 'appraisal', 'registration', 'insurance', 'other'] as const).map((kind) => ({
      kind,
      state: 'none' as const,
    })),
  ])
  const terms = { amountFen, rateBp, months: 24, method: '等额本金', dayCount: 'month', fees } as const
  raw.loans.push({
    ...{
      id,
      number: id,
      applicationId: application.id,
      requestId: application.requestId,
      projectId: request?.needId ?? '',
    },
    ...{
      enterpriseId: application.enterpriseId,
      enterpriseName: application.enterpriseName,
      bankId: application.bankId ?? '',
    },
    ...{
      bankName: '',
      productId: null,
      productName: null,
      title: application.title,
      dimensions: application.dimensions,
    },
    ...{ isSample: false, conditions: [], qualities: [], state: closed ? 'closed' : 'disbursing', drawnFen: half },
    ...{ balanceFen: half, nextDueOn: null, closedOn: closed ? madeOn(220) : null, version: 1 },
    ...{
      createdAt: new Date(0),
      updatedAt: new Date(0),
      contractNumber: id,
    },
    ...{ ...terms, plan: [], signedOn, firstDueOn: madeOn(30) },
    allInBp: effectiveRate({ ...terms, securities: [], conditions: '', validUntil: signedOn }),
    maturity: madeOn(720),
    guarantee: dice.pick(['信用', '抵押', '保证'] as const),
  })
}
