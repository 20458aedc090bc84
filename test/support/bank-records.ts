import assert from 'node:assert/strict'
import type { Application } from '../../src/applications/index.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import { consentStore } from '../../src/enterprises/data/consent.store.js'
import { applicant, submitted } from '../applications/applying.js'
import type { TestApp } from './app.js'
import type { Person } from './people.js'
import type { RecordOfOne } from './records.js'

/** An application to the owner's bank, whose evidence that bank may see, and the file that was put to it. */
async function application(
  test: TestApp,
  { organisation }: Person,
): Promise<{ readonly application: Application; readonly fileId: string }> {
  const who = await applicant(test)
  const request = await submitted(test, who)
  const document = { code: 'licence', title: '营业执照', reason: '', required: true, checkedBy: null, checkedAt: null }
  const { connection } = test.deps.db
  const consent = {
    ...{ id: newRecordId(), enterpriseId: who.enterpriseId, bankId: organisation.id, bankName: '示例银行' },
    ...({ purpose: 'review', scopes: ['evidence'], until: '2027-05-22', grantedBy: null, revokedBy: null } as const),
    ...{ grantedAt: test.deps.now(), revokedAt: null },
  }
  const entered = await inTransaction(connection, async (session) => {
    await consentStore(connection).insert(session, consent)
    return test.deps.applications.enterIn(session, {
      request,
      to: { bankId: organisation.id, bankName: '示例银行', productId: 'p', productName: '示例产品' },
      channel: 'directed',
      documents: [{ ...document, evidenceIds: [who.fileId] }],
      from: 'draft',
      action: 'submit',
      mover: who.mover,
    })
  })
  return { application: entered, fileId: who.fileId }
}

const ofCase = (
  end: string,
  fields: Readonly<Record<string, string>> = {},
  role: RecordOfOne['role'] = 'officer',
): RecordOfOne => ({
  role,
  fields,
  address: async (test, owner) => `/bank/applications/${(await application(test, owner)).application.id}${end}`,
})

/** What belongs to one bank, by pattern. */
export const bankRecords: Readonly<Record<string, RecordOfOne>> = {
  '/applications/:id': ofCase(''),
  '/bank/applications/:id': ofCase(''),
  '/bank/applications/:id/steps': ofCase('/steps', { do: 'claim', version: '1' }),
  '/bank/applications/:id/notes': ofCase('/notes', { remark: '先看现金流' }),
  '/bank/applications/:id/checks': ofCase('/checks', { document: 'licence', version: '1' }),
  '/bank/applications/:id/officer': ofCase('/officer', {}, 'manager'),
  '/bank/applications/:id/proposal': ofCase('/proposal', { then: 'return', reason: '' }),
  '/bank/applications/:id/contest': ofCase('/contest', { upheld: 'no', answer: '' }),
  '/bank/applications/:id/visits/:visit': {
    role: 'officer',
    fields: { on: '2026-11-22', text: '生产正常' },
    async address(test, owner) {
      const { application: made } = await application(test, owner)
      const { id } = made
      const user = { ...owner, name: '李强' }
      await test.deps.review.takeStep({ user, id, shown: made.version }, { action: 'claim' })
      await test.deps.review.planVisit({ user, id }, { plannedOn: '2026-11-25', place: '厂区', note: '' })
      const { visits } = await test.deps.review.caseOf(user, made)
      assert.ok(visits[0])
      return `/bank/applications/${id}/visits/${visits[0].id}`
    },
  },
  '/bank/applications/:id/documents/:document': {
    role: 'officer',
    async address(test, owner) {
      const { application: made, fileId } = await application(test, owner)
      return `/bank/applications/${made.id}/documents/${fileId}`
    },
  },
}
