import type { Connection } from 'mongoose'
import { systemActor } from '../../src/audit/index.js'
import { auditLog } from '../../src/audit/index.js'
import { inTransaction, openDatabase } from '../../src/db/index.js'
import { createLogger } from '../../src/log/index.js'
import { rawRecords } from '../../test/statistics/figures/raw-records.js'

/** Rows that are generated and written at a time: memory stays small. */
const AT_ONCE = 2000

/** Puts generated records of so many applications beside what a started portal has made. @returns what there is */
export async function fill(dataDir: string, applications: number) {
  const counts = { requests: 0, applications: 0, loans: 0, flows: 0 }
  await attached(dataDir, async (connection) => {
    for (let seed = 1; counts.applications < applications; seed += 1) {
      const raw = rawRecords(seed, AT_ONCE)
      const rows = {
        application_requests: raw.requests,
        applications: raw.applications,
        loans: raw.loans,
        loan_drawdowns: raw.drawdowns,
        loan_repayments: raw.repayments,
      }
      for (const [name, records] of Object.entries(rows)) await put(connection, name, seed, records)
      counts.requests += raw.requests.length
      counts.applications += raw.applications.length
      counts.loans += raw.loans.length
      counts.flows += raw.drawdowns.length + raw.repayments.length
    }
    await tell(connection, { kind: 'demo', id: 'demo' }, 'SAMPLES_ADDED')
  })
  return counts
}

/** Changes one request as a use case does: the row and the event that tells of it. */
export const change = (dataDir: string): Promise<void> =>
  attached(dataDir, async (connection) => {
    const requests = connection.collection<{ _id: string; amountFen: number }>('application_requests')
    const one = await requests.findOne({})
    if (one === null) throw new Error('there is no request to change')
    await requests.updateOne({ _id: one._id }, { $inc: { amountFen: 100 } })
    await tell(connection, { kind: 'request', id: one._id }, 'REQUEST_SHARE_RETURNED')
  })

async function attached(dataDir: string, work: (connection: Connection) => Promise<void>): Promise<void> {
  const log = createLogger({ logLevel: 'silent' })
  const db = await openDatabase({ mongodbUri: null, dataDir }, log, { attach: true })
  try {
    await work(db.connection)
  } finally {
    await db.close()
  }
}

/** Ids of one seed are those of every other: each gets its own. */
const own = (seed: number) => (key: string, value: unknown) =>
  typeof value === 'string' && /^(_id|id|key|number|contractNumber|requestId|applicationId|loanId|reverses)$/.test(key)
    ? `${seed}-${value}`
    : value

async function put(connection: Connection, name: string, seed: number, records: readonly { readonly id: string }[]) {
  const mine = own(seed)
  const rows = records.map(({ id, ...rest }) => {
    const fields = Object.entries(rest).map(([key, value]) => [key, mine(key, value)] as const)
    return { _id: `${seed}-${id}`, ...Object.fromEntries(fields) }
  })
  if (rows.length > 0) await connection.collection<{ _id: string }>(name).insertMany(rows)
}

const tell = (connection: Connection, subject: { kind: string; id: string }, name: string) =>
  inTransaction(connection, (session) =>
    auditLog(connection, () => new Date()).record(session, { name, actor: systemActor, subject }),
  )
