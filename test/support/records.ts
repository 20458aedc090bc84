import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { Role } from '../../src/kernel/roles.js'
import type { TestApp } from './app.js'
import { bankRecords } from './bank-records.js'
import { applyRecords } from './apply-records.js'
import { escalationRecords } from './escalation-records.js'
import { hallRecords } from './hall-records.js'
import { loanRecords } from './loan-records.js'
import { projectOfOne } from './monitoring-records.js'
import { offerRecords } from './offer-records.js'
import type { Person } from './people.js'
import { syndicateRecords } from './syndicate-records.js'

/**
 * For every address with an id that only some may reach: a record of one organisation, and the role whose owner reaches
 * it. A stranger of that role in another organisation must find nothing there.
 */
export type RecordOfOne = {
  readonly role: Role
  /** Makes the record for its owner and fills in the address. */
  readonly address: (test: TestApp, owner: Person) => Promise<string>
  /** What its form says, where an empty one names nothing. */
  readonly fields?: Readonly<Record<string, string>>
}

const need = async ({ deps }: TestApp, owner: Person): Promise<string> => {
  const terms = {
    title: '流动资金', amountFen: null, termMonths: null, purpose: null, greenCode: null, investmentFen: null,
    ownFundsFen: null, approvals: null, securities: null, securityRegistered: null, energySavingTce: null, carbonReductionT: null,
  } // prettier-ignore
  const added = await deps.enterprises.addNeed(owner.organisation.id, terms, systemActor)
  assert.ok(added.ok)
  return added.value.id
}
const ofNeed = (end: string): RecordOfOne => ({
  role: 'owner',
  address: async (test, owner) => `/enterprise/needs/${await need(test, owner)}${end}`,
})

const file = async ({ deps }: TestApp, owner: Person): Promise<string> => {
  const pdf = { name: '证明.pdf', kind: 'pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF') } as const
  const added = await deps.enterprises.addEvidence(owner.organisation.id, pdf, systemActor)
  assert.ok(added.ok)
  return added.value.id
}

const consent = async ({ deps }: TestApp, owner: Person): Promise<string> => {
  const bankId = [...(await deps.catalogue.current()).banks.keys()][0] ?? ''
  const given = { bankId, purpose: 'consultation', scopes: ['profile'], until: '2027-01-31' } as const
  return (await deps.enterprises.giveConsent(owner.organisation.id, given, systemActor)).id
}

const notice = async ({ deps }: TestApp, { id, role, organisation: to }: Person): Promise<string> => {
  const told = { subject: '有新的申请', text: '请答复。', href: '/notices', about: { kind: 'application', id: '1' } }
  await inTransaction(deps.db.connection, (session) => deps.notices.tell(session, { to, ...told }))
  const { notices } = await deps.notices.list({ id, role, organisation: to }, { skip: 0, limit: 1 })
  return notices[0]?.id ?? ''
}

export const recordsOfOne: Readonly<Record<string, RecordOfOne>> = {
  ...syndicateRecords,
  ...applyRecords,
  ...hallRecords,
  ...bankRecords,
  ...escalationRecords,
  ...offerRecords,
  ...loanRecords,
  '/enterprise/pipeline/:id/need': projectOfOne,
  '/account/sessions/:id/end': {
    role: 'owner',
    address: async ({ deps }, owner) => {
      const sessions = await deps.accounts.sessionsOf(owner.id)
      // Not the session that the owner looks with, when there is another.
      return `/account/sessions/${sessions.at(-1)?.id ?? ''}/end`
    },
  },
  '/invitations/:id/revocation': {
    role: 'owner',
    address: async ({ deps }, owner) => {
      const user = { ...owner, name: '张三' }
      const { organisation } = owner
      await deps.accounts.invite(user, { email: `guest-of-${owner.id}@example.cn`, role: 'member', organisation })
      return `/invitations/${(await deps.accounts.invitationsOf(user))[0]?.id ?? ''}/revocation`
    },
  },
  '/notices/:id/read': {
    role: 'officer',
    address: async (test, owner) => `/notices/${await notice(test, owner)}/read`,
  },
  '/enterprise/evidence/:id': {
    role: 'owner',
    address: async (test, owner) => `/enterprise/evidence/${await file(test, owner)}`,
  },
  '/enterprise/evidence/:id/removal': {
    role: 'owner',
    address: async (test, owner) => `/enterprise/evidence/${await file(test, owner)}/removal`,
  },
  '/enterprise/needs/:id': ofNeed(''),
  '/enterprise/needs/:id/terms': ofNeed('/terms'),
  '/enterprise/needs/:id/status': { ...ofNeed('/status'), fields: { status: 'withdrawn' } },
  '/enterprise/needs/:id/match': ofNeed('/match'),
  '/enterprise/needs/:id/record.json': {
    role: 'owner',
    address: async (test, owner) => {
      const id = await need(test, owner)
      await test.deps.enterprises.matchNeed(owner.organisation.id, id, systemActor)
      return `/enterprise/needs/${id}/record.json`
    },
  },
  '/enterprise/consents/:id/revocation': {
    role: 'owner',
    address: async (test, owner) => `/enterprise/consents/${await consent(test, owner)}/revocation`,
  },
}

/** Addresses whose parameter names no record of an organisation, with the reason. */
export const recordsOfNone: Readonly<Record<string, string>> = {
  '/enterprise/profile/:section': 'a part of the own profile',
  '/enterprise/figures/:year': 'a year of the own figures',
  '/outbox/:id': 'there is one centre',
}
