import assert from 'node:assert/strict'
import { ensureDemo, removeDemo, samplesAreOn, type DemoDeps } from '../../src/demo/index.js'
import { sampleCode } from '../../src/demo/samples.js'
import { contradictionsOf } from '../../src/enterprises/index.js'
import { readConfig } from '../../src/config.js'
import { inTransaction } from '../../src/db/index.js'
import { roles } from '../../src/kernel/roles.js'
import { approvedEnterprise, claim, startStaff, type StaffApp } from '../registers/staff-app.js'
import { creditCode } from '../registers/workbooks.js'

const PASSWORD = '绿水青山就是金山银山 7'

describe('the demonstration', () => {
  let staff: StaffApp
  let deps: DemoDeps
  before(async () => {
    staff = await startStaff(() => undefined)
    deps = { ...staff.deps, connection: staff.deps.db.connection }
  })
  after(() => staff.close())

  const withSettings = (environment: Record<string, string>): DemoDeps => ({ ...deps, config: readConfig(environment) })

  /** Every document of the database, by collection, as text. */
  async function everything(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const { name } of await deps.connection.listCollections()) {
      const documents = await deps.connection.collection(name).find({}).toArray()
      found.set(name, documents.map((document) => JSON.stringify(document)).sort())
    }
    return found
  }

  it('is nowhere in production, nor on a database of its own', async () => {
    const production = { NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(40) }
    assert.deepEqual(await ensureDemo(withSettings(production)), [])
    assert.deepEqual(await ensureDemo(withSettings({ MONGODB_URI: 'mongodb://127.0.0.1:27017/?replicaSet=rs0' })), [])
    assert.equal(await samplesAreOn(deps), false)
  })

  it('opens one account a role with a password of this start, and two hundred enterprises', async () => {
    const accounts = await ensureDemo(deps)
    assert.deepEqual(
      accounts.map(({ role }) => role),
      [...roles],
    )
    assert.equal(new Set(accounts.map(({ password }) => password)).size, 1)
    assert.match(accounts[0]?.password ?? '', /^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/)
    for (const { email, password } of accounts) {
      assert.equal((await staff.deps.accounts.signIn({ email, password, address: '127.0.0.1' })).kind, 'signed-in')
    }
    const { total } = await staff.deps.enterprises.list({ isSample: true }, { page: 1, size: 1 })
    assert.equal(total, 200)
  })

  it('gives the officer and the manager of its bank something to do from the start', async () => {
    const { accounts } = await staff.deps.accounts.list({ role: 'officer' }, { skip: 0, limit: 10 })
    const [officer] = accounts
    assert.ok(officer)
    const scope = { bankId: officer.organisation.id }
    const { applications } = await staff.deps.applications.list(scope, {}, { skip: 0, limit: 50 })
    const own = applications.filter(({ officerId }) => officerId === officer.id).map(({ state }) => state)
    assert.deepEqual(new Set(own), new Set(['claimed', 'contacted', 'due_diligence', 'offered']))
    assert.ok(applications.some(({ officerId, state }) => officerId === null && state === 'submitted'))
    assert.equal(applications.filter(({ proposal }) => proposal?.byId === officer.id).length, 1)
  })

  it('marks what it enters as sample in the audit log', async () => {
    const { events } = await staff.deps.audit.list({ name: 'SAMPLES_ADDED' }, { number: 1, size: 10 })
    assert.deepEqual(
      events.map(({ detail }) => (JSON.parse(detail) as { isSample: boolean }).isSample),
      [true],
    )
    assert.equal((await staff.deps.audit.verify()).sound, true)
  })

  it('makes the password anew at each start and ends the old one, and writes nothing else', async () => {
    const [before] = await ensureDemo(deps)
    const stand = await everything()
    const [after] = await ensureDemo(deps)
    assert.ok(before && after)
    assert.notEqual(after.password, before.password)
    const old = await staff.deps.accounts.signIn({ ...before, address: '127.0.0.2' })
    assert.equal(old.kind, 'refused')
    const now = await everything()
    const changed = [...now].filter(
      ([name, documents]) => JSON.stringify(documents) !== JSON.stringify(stand.get(name)),
    )
    const expected = ['accounts', 'attempts', 'audit_events', 'audit_head']
    assert.deepEqual(changed.map(([name]) => name).sort(), expected)
  })

  it('takes the password of DEMO_PASSWORD, and then a later start writes nothing at all', async () => {
    const fixed = withSettings({ DEMO_PASSWORD: PASSWORD })
    assert.deepEqual(new Set((await ensureDemo(fixed)).map(({ password }) => password)), new Set([PASSWORD]))
    const stand = await everything()
    await ensureDemo(fixed)
    assert.deepEqual(await everything(), stand)
  })

  it('has register rows that agree with what the enterprises were told, contradictions included', async () => {
    assert.equal(await staff.deps.registers.checkAllClaims(), 0)
    const { rows, total } = await staff.deps.enterprises.list({ contradicted: true }, { page: 1, size: 100 })
    assert.ok(total > 0 && total < 20, `${total} contradictions`)
    assert.ok(rows.every((enterprise) => contradictionsOf(enterprise).length > 0))
  })

  it('says nothing about real enterprises: a sample row confirms and contradicts samples alone', async () => {
    const { entries } = await staff.deps.registers.list({ register: 'green-factory' }, { skip: 0, limit: 1 })
    const [sample] = entries
    assert.ok(sample?.isSample && sample.grade)
    const id = await approvedEnterprise(staff, creditCode(1), sample.name)
    await claim(staff, id, 'enterprise.greenFactory', sample.grade)
    const enterprise = await staff.deps.enterprises.get('all', id)
    assert.deepEqual(enterprise.findings, [])
    await staff.deps.enterprises.close(id, { accountId: null, role: 'owner', organisationId: id })
    await deps.connection.collection('enterprises').deleteMany({ isSample: false })
  })

  it('leaves without a trace but in the audit log, and does not come back', async () => {
    const { enterprises, accounts, mail, db } = staff.deps
    const first = await enterprises.findByCreditCode(sampleCode(1))
    assert.ok(first)
    const owner = (await accounts.list({ role: 'owner' }, { skip: 0, limit: 10 })).accounts[0]
    assert.ok(owner)
    const by = { accountId: owner.id, role: 'owner', organisationId: first.id }
    // They live a little: a match, a file, a consent, a mail, an invitation.
    const [need] = await enterprises.needsOf(first.id)
    assert.ok(need)
    await enterprises.matchNeed(first.id, need.id, by)
    const bytes = Buffer.from('%PDF-1.4')
    const kept = await enterprises.addEvidence(
      first.id,
      { name: '执照.pdf', kind: 'pdf', mime: 'application/pdf', bytes },
      by,
    )
    assert.ok(kept.ok)
    const user = { ...owner, secondFactor: false }
    await accounts.invite(user, {
      email: 'friend@demo-friends.example',
      role: 'member',
      organisation: owner.organisation,
    })
    await inTransaction(db.connection, (session) =>
      mail.post(session, { to: owner.email, subject: '示例', text: '示例' }),
    )
    // The manager sets a threshold, and the bureau looks at a file it does not write.
    const manager = (await accounts.list({ role: 'manager' }, { skip: 0, limit: 10 })).accounts[0]
    assert.ok(manager)
    await staff.deps.review.setThreshold({ ...manager, secondFactor: false }, { fourEyesFen: 10_000_000, shown: 0 })
    const bureau = { accountId: manager.id, role: 'bureau', organisationId: 'bureau' }
    await staff.deps.projectLists.imports.start({ name: '空表.xlsx', bytes: Buffer.from('not a workbook') }, bureau)
    const traces = [
      ...(await enterprises.sampleIds()),
      ...(await sampleAccounts()),
      'demo.example',
      'demo-friends.example',
      '91000000DEM0',
      '示例数据',
    ]
    const removed = await removeDemo(deps)
    const { enterprises: gone, accounts: people, entries, applications } = removed
    assert.deepEqual([gone, people, entries > 50, applications > 3], [200, 6, true, true])
    for (const [name, documents] of await everything()) {
      if (name === 'audit_events') continue
      const text = documents.join('\n')
      assert.ok(!text.includes('"isSample":true'), `${name} still holds samples`)
      assert.deepEqual(
        traces.filter((trace) => text.includes(trace)),
        [],
        `${name} still holds traces`,
      )
    }
    assert.deepEqual(await deps.connection.collection('evidence.files').countDocuments(), 0)
    assert.deepEqual(await deps.connection.collection('evidence.chunks').countDocuments(), 0)
    assert.equal((await staff.deps.audit.verify()).sound, true)
    assert.deepEqual(await ensureDemo(deps), [])
    assert.equal(await samplesAreOn(deps), false)
  })

  async function sampleAccounts(): Promise<string[]> {
    const { accounts } = await staff.deps.accounts.list({}, { skip: 0, limit: 100 })
    return accounts.filter(({ isSample }) => isSample).map(({ id }) => id)
  }
})
