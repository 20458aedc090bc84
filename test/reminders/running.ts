import assert from 'node:assert/strict'
import {
  moverOf,
  type Application,
  type ApplicationEntry,
  type MoveOrder,
  type Mover,
  type FinancingRequest,
} from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { Organisation, Role } from '../../src/kernel/roles.js'
import type { TestApp } from '../support/app.js'
import { openPerson, type Person } from '../support/people.js'
import { applicant, submitted as requestOf } from '../applications/applying.js'

/** Who has to do with one application: each bank is one of its own, so that no test reads what another was told. */
export type Parties = {
  readonly owner: Person
  readonly officer: Person
  readonly colleague: Person
  readonly manager: Person
  readonly bank: Organisation
}

let made = 0

export async function parties(test: TestApp): Promise<Parties> {
  const owner = await openPerson(test, 'owner')
  const officer = await openPerson(test, 'officer')
  const bank = officer.organisation
  const of = (role: Role) => openPerson(test, role, { organisation: bank })
  return { owner, officer, colleague: await of('officer'), manager: await of('manager'), bank }
}

export const moverFor = (person: Person): Mover => moverOf({ ...person, name: person.role })

const dimensions: FinancingRequest['dimensions'] = {
  ...{ division: '第八师', industry: '3011', sizeClass: '小型', ownership: '民营', yearsInOperation: 3 },
  ...{ greenCode: '1.4.1', purpose: '设备购置', firstLoan: null, investmentFen: null },
  ...{ energySavingTce: null, carbonReductionT: null },
}

function request(enterpriseId: string, now: Date, isSample: boolean): FinancingRequest {
  const number = String(++made)
  const hash = '0'.repeat(64)
  return {
    ...{ id: `reminded-${number}`, key: `reminded-${number}`, number: `TX-${number}`, enterpriseId },
    ...{ enterpriseName: '示例建材公司', needId: 'need', needVersion: 1, title: '节能改造', channel: 'directed' },
    ...{ amountFen: 800_0000_00, termMonths: 36, products: [], excludedBanks: [], securities: [], papers: [] },
    ...{ consent: { scopes: [], until: '2027-05-22' }, dimensions, catalogue: 'test', recordHash: hash },
    ...{ snapshotHash: hash, holding: true, isSample, submittedAt: now, by: null },
  }
}

/** An application that a bank has to claim within one working day. */
export function submitted(test: TestApp, who: Parties, isSample = false): Promise<Application> {
  const to = { bankId: who.bank.id, bankName: '兴业银行', productId: 'p', productName: '节能减排项目贷款' }
  return enter(test, who, { to, channel: 'directed', action: 'submit' }, isSample)
}

/** A request that stands open in the hall, with the one who made it. */
export async function listed(test: TestApp): Promise<{ readonly application: Application; readonly owner: Person }> {
  const who = await applicant(test)
  const { accountId, email, enterpriseId } = who
  const { id } = await requestOf(test, who, { channel: 'hall', productIds: [], agreedBanks: [] })
  const [application] = await test.deps.applications.ofRequest('all', id)
  assert.deepEqual([application?.kind, application?.state], ['hall', 'open'])
  assert.ok(application)
  const owner = { id: accountId, role: 'owner', email, organisation: { kind: 'enterprise', id: enterpriseId } } as const
  return { application, owner }
}

function enter(
  { deps }: TestApp,
  { owner }: Parties,
  given: Pick<ApplicationEntry, 'to' | 'channel' | 'action'>,
  isSample = false,
): Promise<Application> {
  const entry: ApplicationEntry = {
    ...given,
    ...{ request: request(owner.organisation.id, deps.now(), isSample), documents: [], from: 'draft' },
    mover: moverFor(owner),
  }
  return inTransaction(deps.db.connection, (session) => deps.applications.enterIn(session, entry))
}

/** Claimed, contacted and offered, with an offer that stands until that day. */
export async function offered(test: TestApp, who: Parties, validUntil: string): Promise<Application> {
  const { id } = await submitted(test, who)
  const mover = moverFor(who.officer)
  const move = (order: Omit<MoveOrder, 'mover'>) => test.deps.applications.move('all', id, { ...order, mover })
  const inCharge = { officerId: who.officer.id, officerName: '王经理' }
  await move({ action: 'claim', set: inCharge })
  await move({ action: 'contact', reason: '电话联系' })
  const offer: Application['offer'] = {
    id: 'offer-1',
    terms: {
      ...{ amountFen: 500_0000_00, rateBp: 345, months: 36, method: '等额本息', dayCount: 'month' },
      ...{ fees: [], securities: [], conditions: '', validUntil },
    },
    at: test.deps.now(),
    by: '王经理',
  }
  const application = await move({ action: 'offer', set: { offer } })
  assert.equal(application.state, 'offered')
  return application
}

/** What a person was told about an application, apart from its moves: the subjects, first to last. */
export async function remindersTo({ deps }: TestApp, person: Person, { id }: Application): Promise<readonly string[]> {
  const { notices } = await deps.notices.list(person, { skip: 0, limit: 100 })
  return notices
    .filter(({ about, subject }) => about.id === id && /时限|到期|认领：/.test(subject))
    .map(({ subject }) => subject.slice(0, subject.indexOf('：')))
    .reverse()
}
