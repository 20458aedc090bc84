import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { findRegister, registersRoutes } from '../../src/registers/index.js'
import { importStore } from '../../src/registers/data/import.store.js'
import { startStaff, wordsOf, type StaffApp } from './staff-app.js'

const BY = { accountId: 'bureau-1', role: 'bureau', organisationId: 'bureau' }
const ENTRY = {
  name: '半路上的厂',
  creditCode: null,
  grade: '国家级',
  year: null,
  validFrom: null,
  validTo: null,
  source: null,
}
const MINUTE = 60_000

describe('an import whose process died', () => {
  let staff: StaffApp
  let now = new Date('2026-11-22T04:00:00Z')
  before(async () => {
    staff = await startStaff((site, deps) => registersRoutes(site, deps), { now: () => now })
  })
  after(() => staff.close())

  /** An import as a process leaves it that dies in this state. */
  async function left(state: 'checking' | 'applying'): Promise<string> {
    const { connection } = staff.deps.db
    const store = importStore(connection)
    const id = await inTransaction(connection, (session) =>
      store.start(session, { register: 'green-factory', fileName: '名单.xlsx', by: 'bureau-1' }, now),
    )
    await store.stage(id, 0, [ENTRY], now)
    await inTransaction(connection, (session) => store.move(session, id, ['checking'], { state }, now))
    return id
  }
  const addressOf = (id: string) => `/registers/green-factory/imports/${id}`

  it('shows that it is under way and comes again by itself, as long as it may be', async () => {
    const page = await staff.person('bureau').get(addressOf(await left('checking')))
    assert.equal(page.headers.refresh, '2')
    assert.match(page.text, /正在检查/)
    assert.match(page.text, /刷新/)
  })

  it('says after two minutes that it broke off, and stops coming again', async () => {
    const id = await left('checking')
    now = new Date(now.getTime() + 3 * MINUTE)
    const page = await staff.person('bureau').get(addressOf(id))
    assert.equal(page.headers.refresh, undefined)
    assert.match(page.text, /检查中断，没有写入任何内容，请重新上传/)
  })

  it('can be written again when it died while writing, and not before that is sure', async () => {
    const register = findRegister('green-factory')
    assert.ok(register)
    const id = await left('applying')
    await assert.rejects(staff.deps.registers.applyImport(register, id, BY), {
      code: 'register-import.already-settled',
    })
    now = new Date(now.getTime() + 3 * MINUTE)
    const bureau = staff.person('bureau')
    const $ = await bureau.open(addressOf(id))
    assert.match(wordsOf($), /写入中断，名录没有任何改动/)
    assert.equal((await bureau.submit($, '#apply')).status, 303)
    await staff.deps.registers.idle()
    const { total } = await staff.deps.registers.list(
      { register: 'green-factory', text: '半路上' },
      { skip: 0, limit: 1 },
    )
    assert.equal(total, 1)
  })

  it('belongs to its register: under another one it is not there', async () => {
    const id = await left('checking')
    assert.equal((await staff.person('bureau').get(`/registers/titles/imports/${id}`)).status, 404)
  })
})
