import type { Application, FinancingRequest } from '../../src/applications/index.js'
import { canonicalJson } from '@lueqiao/matching-engine'
import { sha256Of } from '../../src/applications/data/snapshot.store.js'
import { inTransaction } from '../../src/db/index.js'
import type { TestApp } from './app.js'
import { enterRequest, moverAs, offeredTerms } from './offers.js'
import type { Person } from './people.js'
import type { RecordOfOne } from './records.js'
import type { RecordOfStaff } from './staff-records.js'

const bank = { id: 'cib', name: '兴业银行' }
const productId = 'hall-product'
const verdict = 'eligible' as const

/** A request in the hall, open to one bank, with the snapshot that its pages read. */
async function inHall(
  test: TestApp,
  { enterpriseId = 'e'.repeat(24), bankId = bank.id }: { enterpriseId?: string; bankId?: string },
): Promise<{ request: FinancingRequest; hall: Application }> {
  const products = [{ productId, productName: '示例产品', bankId, bankName: bank.name, verdict }]
  const request = await enterRequest(test, enterpriseId, { channel: 'hall', products })
  const text = canonicalJson({ record: canonicalJson({ facts: {}, results: [] }) })
  const { applications, requests, db } = test.deps
  const hall = await inTransaction(db.connection, async (session) => {
    await requests.context.snapshots.insert(
      session,
      { requestId: request.id, enterpriseId, sha256: sha256Of(text) },
      text,
    )
    const entry = { request, to: null, channel: 'hall', documents: [], from: 'draft', action: 'publish' } as const
    const entered = await applications.enterIn(session, { ...entry, mover: moverAs('enterprise') })
    return applications.moveIn(session, entered, { action: 'list', mover: moverAs('system') })
  })
  return { request: { ...request, snapshotHash: sha256Of(text) }, hall }
}

const forBank = (end: string, rest: Partial<RecordOfOne> = {}): RecordOfOne => ({
  role: 'officer',
  address: async (test, { organisation }) =>
    `/bank/hall/${(await inHall(test, { bankId: organisation.id })).request.id}${end}`,
  ...rest,
})

async function claimed(test: TestApp, owner: Person): Promise<string> {
  const { request } = await inHall(test, { bankId: owner.organisation.id })
  const claim = { productId, terms: offeredTerms() }
  await test.deps.hall.placeBid({ ...owner, name: '周明' }, request.id, claim, { window: 1, version: 0 })
  return request.id
}

async function placed(test: TestApp, { organisation }: Person): Promise<string> {
  const { request } = await inHall(test, { bankId: organisation.id })
  const [to] = request.products
  const entry = { request, to: to ?? null, channel: 'hall', documents: [], from: 'open', action: 'place' } as const
  await inTransaction(test.deps.db.connection, (session) =>
    test.deps.applications.enterIn(session, { ...entry, mover: moverAs('system') }),
  )
  return request.id
}

/** The hall: a request is there for banks with a product for it, and for the enterprise that it is of. */
export const hallRecords: Readonly<Record<string, RecordOfOne>> = {
  '/bank/hall/:id': forBank(''),
  '/bank/hall/:id/claim': forBank('/claim'),
  '/bank/hall/:id/claim/withdrawal': {
    role: 'officer',
    fields: { window: '1', version: '1' },
    address: async (test, owner) => `/bank/hall/${await claimed(test, owner)}/claim/withdrawal`,
  },
  '/bank/hall/:id/release': {
    role: 'officer',
    fields: { version: '1', reason: '额度已用完' },
    address: async (test, owner) => `/bank/hall/${await placed(test, owner)}/release`,
  },
  '/enterprise/hall/:id': {
    role: 'owner',
    address: async (test, { organisation }) =>
      `/enterprise/hall/${(await inHall(test, { enterpriseId: organisation.id })).request.id}`,
  },
}

async function dispatched(test: TestApp): Promise<string> {
  const { request, hall } = await inHall(test, {})
  const order = { action: 'dispatch', mover: moverAs('system'), reason: '无人认领' } as const
  await test.deps.applications.move('all', hall.id, order)
  return request.id
}

/** The bureau's requests. */
export const requestRecords: Readonly<Record<string, RecordOfStaff>> = {
  'GET /bureau/requests/:id': {
    role: 'bureau',
    address: async (test) => `/bureau/requests/${(await inHall(test, {})).request.id}`,
  },
  'GET /bureau/applications/:id': {
    role: 'bureau',
    address: async (test) => `/bureau/applications/${(await inHall(test, {})).hall.id}`,
  },
  'POST /bureau/requests/:id/dispatch': {
    role: 'bureau',
    fields: { version: '3', reason: '有绿色信贷额度', products: productId },
    address: async (test) => `/bureau/requests/${await dispatched(test)}/dispatch`,
  },
}
