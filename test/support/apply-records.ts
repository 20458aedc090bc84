import assert from 'node:assert/strict'
import type { Application, Mover } from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import { applicantFor, submitted } from '../applications/applying.js'
import type { TestApp } from './app.js'
import type { Person } from './people.js'
import type { RecordOfOne } from './records.js'

/** An application that the owner's enterprise has submitted, asked for papers when that is what the address is about. */
async function application(test: TestApp, owner: Person, asked: boolean): Promise<Application> {
  const { applications } = test.deps
  const who = await applicantFor(test, owner)
  const [own] = await applications.ofRequest('all', (await submitted(test, who)).id)
  assert.ok(own?.bankId)
  if (!asked) return own
  const actor = { accountId: 'officer-1', role: 'officer', organisationId: own.bankId }
  const officer: Mover = { kind: 'officer', actor, name: '李强' }
  return inTransaction(test.deps.db.connection, async (session) =>
    applications.moveIn(session, await applications.get('all', own.id, session), {
      action: 'ask',
      mover: officer,
      set: { asked: { items: ['设备采购合同'], note: '', at: test.deps.now(), by: officer.name } },
    }),
  )
}

const ofApplication = (end: string, asked = false): RecordOfOne => ({
  role: 'owner',
  address: async (test, owner) => `/enterprise/applications/${(await application(test, owner, asked)).id}${end}`,
})

const ofDraft = (end: string): RecordOfOne => ({
  role: 'owner',
  async address(test, owner) {
    const { enterpriseId, need, mover } = await applicantFor(test, owner)
    const given = { needId: need.id, channel: 'hall', productIds: [], afterId: null, typed: {} } as const
    const draft = await test.deps.requests.startDraft(enterpriseId, given, mover)
    assert.ok(draft.ok)
    return `/enterprise/applications/drafts/${draft.value.id}${end}`
  },
})

/** The addresses of applying, each with a record of one enterprise. */
export const applyRecords: Readonly<Record<string, RecordOfOne>> = {
  '/enterprise/applications/:id': ofApplication(''),
  '/enterprise/applications/:id/documents': ofApplication('/documents'),
  '/enterprise/applications/:id/answer': ofApplication('/answer', true),
  '/enterprise/applications/:id/withdrawal': ofApplication('/withdrawal'),
  '/enterprise/applications/:id/contest': ofApplication('/contest'),
  '/enterprise/applications/drafts/:id': ofDraft(''),
  '/enterprise/applications/drafts/:id/choice': ofDraft('/choice'),
  '/enterprise/applications/drafts/:id/removal': ofDraft('/removal'),
}
