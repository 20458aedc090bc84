import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { moverOf, portal, type Application, type FinancingRequest } from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import { paths } from '../../src/paths.js'
import type { Syndicate } from '../../src/syndicates/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { openPerson, signIn, type Person } from '../support/people.js'
import { plainRequest } from '../support/request.js'

/** Banks of the catalogue, in the order in which they take part. */
export const BANKS = ['icbc', 'abc', 'boc', 'ccb', 'cmbc', 'psbc'] as const
export type BankId = (typeof BANKS)[number]

/** Somebody with a browser, signed in. */
export type Signed = { readonly person: Person; readonly user: Express.User; readonly visitor: Visitor }
export type SyndicateApp = TestApp & {
  readonly owner: Signed
  readonly bureau: Signed
  readonly bank: Readonly<Record<BankId, Signed>>
  turnTo(instant: string): void
}

/** The real application with an enterprise, six banks and the bureau, each signed in. */
export async function startSyndicates(): Promise<SyndicateApp> {
  let now = new Date('2026-11-23T02:00:00Z')
  const test = await startApp({ now: () => now })
  const owner = await signed(test, 'owner', { name: '赵总' })
  const bureau = await signed(test, 'bureau')
  const entries: [BankId, Signed][] = []
  for (const id of BANKS)
    entries.push([id, await signed(test, 'officer', { organisation: { kind: 'bank', id }, name: `${id}经理` })])
  const bank = Object.fromEntries(entries) as Record<BankId, Signed>
  return { ...test, owner, bureau, bank, turnTo: (instant) => void (now = new Date(instant)) }
}

export async function signed(
  test: TestApp,
  role: Person['role'],
  given: Parameters<typeof openPerson>[2] = {},
): Promise<Signed> {
  const person = await openPerson(test, role, given)
  const account = await test.deps.accounts.find(person.id)
  assert.ok(account)
  const visitor = new Visitor(test.app)
  await signIn(visitor, person.email)
  const { id, name, email, organisation } = account
  return { person, user: { id, role, name, email, organisation }, visitor }
}

/** A submission of 38 亿 for a project of 49.44 亿. */
export const requestOf = (enterpriseId: string, given: Partial<FinancingRequest> = {}): FinancingRequest =>
  plainRequest(enterpriseId, {
    enterpriseName: '天山新能源有限公司',
    title: '光伏基地',
    amountFen: 380_000 * 1_000_000,
    termMonths: 180,
    consent: { scopes: ['profile'], until: '2027-05-31' },
    dimensions: {
      ...{ division: '第十三师', industry: '4416', sizeClass: '大型', ownership: '国有', yearsInOperation: 6 },
      ...{ greenCode: '4.2.2', purpose: '项目建设', firstLoan: false, investmentFen: 494_400 * 1_000_000 },
      ...{ energySavingTce: null, carbonReductionT: 4_000_000 },
    },
    ...given,
  })

/** An application of the enterprise that a bank has taken on, with the consent that goes with it. */
export async function inHand(
  { deps }: TestApp,
  lead: Pick<Signed, 'user'>,
  request: FinancingRequest,
): Promise<Application> {
  const to = { bankId: lead.user.organisation.id, bankName: '受理银行', productId: 'p', productName: '项目贷款' }
  const consent = { purpose: 'review', scopes: ['profile', 'needs'], until: '2027-05-31' } as const
  return inTransaction(deps.db.connection, async (session) => {
    const given = { ...consent, bankId: to.bankId }
    const isListed = (await deps.catalogue.current()).banks.has(to.bankId)
    if (isListed) await deps.enterprises.giveConsentIn(session, request.enterpriseId, given, portal.actor)
    const entered = await deps.applications.enterIn(session, {
      ...{ request, to, channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: portal },
    })
    return deps.applications.moveIn(session, entered, { action: 'claim', mover: moverOf(lead.user) })
  })
}

export const YI = 10_000 * 1_000_000
export const PLAN = {
  title: '光伏基地银团贷款',
  purpose: '项目建设',
  investmentFen: 494_400 * 1_000_000,
  totalFen: 38 * YI,
  termMonths: 180,
  rateBp: null,
  leadShareFen: 12 * YI,
  factKeys: ['industry', 'green', 'reduction'],
} as const

/** A syndicate that the first bank has formed. */
export async function formed(test: SyndicateApp, plan: Partial<typeof PLAN> = {}): Promise<Syndicate> {
  const application = await inHand(test, test.bank.icbc, requestOf(test.owner.user.organisation.id))
  return test.deps.syndicates.open(test.bank.icbc.user, application.id, { ...PLAN, ...plan })
}

/** Sends the form of a move from the syndicate's page, as it stands. */
export async function makeMove(
  { visitor }: Signed,
  id: string,
  action: string,
  fields: Record<string, string | readonly string[]> = {},
) {
  const $ = await visitor.open(paths.syndicate({ id }))
  return visitor.submit($, `#do-${action}`, fields)
}

/** The same, which has to succeed. */
export async function moved(...given: Parameters<typeof makeMove>): Promise<void> {
  const response = await makeMove(...given)
  assert.equal(response.status, 303, `${given[2]}: ${wordsIn(response.text)}`)
}

const wordsIn = (html: string) =>
  html
    .replace(/[\s\S]*<main[^>]*>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 400)

export const wordsOf = ($: CheerioAPI): string => $('main').text().replace(/\s+/g, ' ')

/** What is asked of a bank on the list. */
export const invitationOf = (bank: BankId, wan: number, given: Record<string, string> = {}) => ({
  inviteBank: bank,
  inviteRole: 'participant',
  inviteAmount: String(wan),
  inviteUntil: '2026-12-10',
  inviteMessage: '',
  ...given,
})

/** A syndicate with invitations out to these banks, all agreed to by the enterprise. */
export async function invited(test: SyndicateApp, asked: Partial<Record<BankId, number>>): Promise<string> {
  const { id } = await formed(test)
  for (const [bank, wan] of Object.entries(asked) as [BankId, number][])
    await moved(test.bank.icbc, id, 'invite', invitationOf(bank, wan))
  await moved(test.bank.icbc, id, 'propose')
  await agreeToAll(test, id, 'consent')
  return id
}

export async function agreeToAll(test: SyndicateApp, id: string, action: 'consent' | 'consentMore'): Promise<void> {
  const $ = await test.owner.visitor.open(paths.syndicate({ id }))
  const ticks = $(`#do-${action} [name=consentTo]`)
    .map((_, one) => $(one).attr('value'))
    .get()
  await moved(test.owner, id, action, { consentTo: ticks })
}

/** A signed syndicate of the 38 亿: the lead and five more. */
export async function signedSyndicate(test: SyndicateApp): Promise<string> {
  const parts = { abc: 80_000, boc: 60_000, ccb: 50_000, cmbc: 40_000, psbc: 30_000 }
  const id = await invited(test, parts)
  for (const [bank, wan] of Object.entries(parts) as [BankId, number][])
    await moved(test.bank[bank], id, 'accept', { acceptAmount: String(wan) })
  await moved(test.bank.icbc, id, 'sign', { signNumber: '银团-2026-001', signedOn: '2026-11-23' })
  return id
}
