import assert from 'node:assert/strict'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import { escalationStore } from '../../src/escalations/escalation.store.js'
import { applicant, submitted } from '../applications/applying.js'
import type { TestApp } from './app.js'
import type { RecordOfOne } from './records.js'
import type { RecordOfStaff } from './staff-records.js'

/** A limit that a bank let pass. Answers its id. */
async function escalated({ deps, ...test }: TestApp, bankId: string): Promise<string> {
  const who = await applicant({ deps, ...test })
  const request = await submitted({ deps, ...test }, who)
  const { connection } = deps.db
  const applicationId = await inTransaction(connection, async (session) => {
    const application = await deps.applications.enterIn(session, {
      request,
      to: { bankId, bankName: '示例银行', productId: newRecordId(), productName: '示例产品' },
      ...{ channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: who.mover },
    })
    const limit = { applicationId: application.id, requestId: request.id, bankId, step: 'claim' as const }
    const raised = { dueOn: '2026-11-18', at: deps.now(), afterSeq: 1 }
    await escalationStore(connection).insert(session, { ...limit, ...raised })
    return application.id
  })
  const [found] = await deps.escalations.records({ applicationId })
  assert.ok(found)
  return found.id
}

/** What one bank let pass. */
export const escalationRecords: Readonly<Record<string, RecordOfOne>> = {
  '/bank/escalations/:id/explanations': {
    role: 'officer',
    fields: { explanation: '信贷系统升级，本周补办。', promised: '2026-11-27' },
    address: async (test, { organisation }) =>
      `/bank/escalations/${await escalated(test, organisation.id)}/explanations`,
  },
}

const ofBureau = (end: string, fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'bureau',
  fields,
  address: async (test) => `/bureau/escalations/${await escalated(test, 'some-bank')}${end}`,
})

/** The bureau sees what every bank let pass. */
export const escalationStaffRecords: Readonly<Record<string, RecordOfStaff>> = {
  'GET /bureau/escalations/:id': ofBureau(''),
  'POST /bureau/escalations/:id/questions': ofBureau('/questions', { key: 'a'.repeat(24), question: '请说明原因。' }),
}
