import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import type { Application } from '../../src/applications/index.js'
import type { OfferTerms } from '../../src/finance/index.js'
import { FEE_KINDS } from '../../src/finance/index.js'
import type { Submission } from '../../src/applications/index.js'
import { applicant, submitted, wan, type Applicant } from '../applications/applying.js'
import { Visitor, type TestApp } from '../support/app.js'
import { openPerson, signIn } from '../support/people.js'

/** Somebody of a bank: as a route hands the person on, and with a browser. */
export type Banker = { readonly user: Express.User; readonly browser: Visitor }

export async function banker(
  test: TestApp,
  bankId: string,
  role: 'officer' | 'manager' = 'officer',
  name?: string,
): Promise<Banker> {
  const organisation = { kind: 'bank', id: bankId } as const
  const person = await openPerson(test, role, { organisation, ...(name !== undefined && { name }) })
  const account = await test.deps.accounts.find(person.id)
  assert.ok(account)
  const browser = new Visitor(test.app)
  await signIn(browser, person.email)
  return { user: { ...person, name: account.name }, browser }
}

export type BankCase = { readonly who: Applicant; readonly application: Application; readonly bankId: string }

/** An application that has just come to a bank, from an enterprise that declared a few facts. */
export async function caseAtBank(test: TestApp, given: Partial<Submission> = {}): Promise<BankCase> {
  const who = await applicant(test)
  const asOf = '2026-10-31'
  const line = (fact: string, value: string | number | boolean) => ({ fact, value, asOf, evidenceIds: [] })
  await test.deps.enterprises.declareFacts(
    who.enterpriseId,
    {
      section: 'credit',
      version: 1e9,
      lines: [line('enterprise.taxGrade', 'B'), line('enterprise.overdueNow', false)],
    },
    systemActor,
  )
  const request = await submitted(test, who, given)
  const [application] = await test.deps.applications.ofRequest('all', request.id)
  assert.ok(application?.bankId)
  return { who, application, bankId: application.bankId }
}

export const caseAddress = ({ id }: Pick<Application, 'id'>): string => `/bank/applications/${id}`

/** The application as it stands now. */
export const currentApplication = (test: TestApp, { id }: Pick<Application, 'id'>): Promise<Application> =>
  test.deps.applications.get('all', id)

export const plainTerms = (given: Partial<OfferTerms> = {}): OfferTerms => ({
  amountFen: wan(50),
  rateBp: 345,
  months: 12,
  method: '先息后本',
  dayCount: 'month',
  fees: FEE_KINDS.map((kind) => ({ kind, state: 'none' as const })),
  securities: [],
  conditions: '',
  validUntil: '2026-12-31',
  ...given,
})

const ORDER = ['submitted', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen'] as const
type Reached = (typeof ORDER)[number]

/** Brings a case from the bank's door to a state, through the services. */
export async function bringTo(
  test: TestApp,
  { application, who }: BankCase,
  { user }: Pick<Banker, 'user'>,
  to: Reached,
  terms: OfferTerms = plainTerms(),
): Promise<Application> {
  const { review, applications } = test.deps
  const { id } = application
  const of = async () => ({ user, id, shown: (await currentApplication(test, application)).version })
  for (const state of ORDER.slice(1, ORDER.indexOf(to) + 1)) {
    if (state === 'claimed') await review.takeStep(await of(), { action: 'claim' })
    if (state === 'contacted') await review.takeStep(await of(), { action: 'contact', reason: '已电话联系' })
    if (state === 'due_diligence') await review.takeStep(await of(), { action: 'review' })
    if (state === 'offered') await review.makeOffer(await of(), { terms, reason: null })
    if (state === 'chosen') await applications.move('all', id, { action: 'choose', mover: who.mover })
  }
  return currentApplication(test, application)
}

/** Posts a next step of the case page as its form would. */
export async function post(
  { browser }: Banker,
  application: Pick<Application, 'id'>,
  step: string,
  fields: Readonly<Record<string, string>> = {},
) {
  const $ = await browser.open(`${caseAddress(application)}?do=${step}`)
  return browser.submit($, '#step', fields)
}
