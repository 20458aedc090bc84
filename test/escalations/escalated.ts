import assert from 'node:assert/strict'
import type { Escalation } from '../../src/escalations/index.js'
import type { TestApp } from '../support/app.js'
import { caseAtBank, type BankCase } from '../review/bank-case.js'

/** Sunday: what is submitted now has to be claimed by Monday, and is brought before the bureau on Wednesday. */
export const submittedAt = new Date('2026-11-22T12:00:00+08:00')
export const raisedAt = new Date('2026-11-25T09:00:00+08:00')

export type Escalated = BankCase & { readonly escalation: Escalation }

/** A case of a bank that nobody claimed in time. @param setNow moves the clock of the application under test */
export async function escalatedCase(test: TestApp, setNow: (at: Date) => void): Promise<Escalated> {
  setNow(submittedAt)
  const made = await caseAtBank(test)
  setNow(raisedAt)
  await test.deps.reminders.remindAll()
  const [escalation] = await test.deps.escalations.records({ applicationId: made.application.id })
  assert.ok(escalation)
  return { ...made, escalation }
}
