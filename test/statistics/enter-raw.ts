import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { TestApp } from '../support/app.js'
import type { Raw } from './figures/raw-records.js'

/** Puts raw records into the database as the stores keep them, and tells the audit log as a bulk entry does. */
export async function enterRaw({ deps }: TestApp, raw: Raw): Promise<void> {
  const { connection } = deps.db
  const rows: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    application_requests: raw.requests,
    applications: raw.applications,
    loans: raw.loans,
    loan_drawdowns: raw.drawdowns,
    loan_repayments: raw.repayments,
  }
  for (const [name, records] of Object.entries(rows)) {
    const documents = records.map(({ id, ...rest }) => ({ _id: id, ...rest }))
    if (documents.length > 0) await connection.collection<{ _id: string }>(name).insertMany(documents)
  }
  await inTransaction(connection, (session) =>
    deps.audit.record(session, { name: 'SAMPLES_ADDED', actor: systemActor, subject: { kind: 'demo', id: 'demo' } }),
  )
}
