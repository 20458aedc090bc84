import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { contradictionsOf } from '../../src/enterprises/index.js'
import { findRegister, type NewEntry, type RegisterId } from '../../src/registers/index.js'
import { approvedEnterprise, claim, startStaff, type StaffApp } from './staff-app.js'
import { creditCode } from './workbooks.js'

const BUREAU = { accountId: 'bureau-1', role: 'bureau', organisationId: 'bureau' }
const FACTORY = 'enterprise.greenFactory'

describe('claims and registers', () => {
  let staff: StaffApp
  let day = new Date('2026-11-22T04:00:00Z')
  let firms = 100
  before(async () => {
    staff = await startStaff(() => undefined, { now: () => day })
  })
  after(() => staff.close())

  const firm = async (name = `绿色工厂第${firms + 1}号`) => {
    const code = creditCode(++firms)
    return { id: await approvedEnterprise(staff, code, name), code, name }
  }
  const row = (given: Partial<NewEntry>): NewEntry => ({
    ...{ name: '某厂', creditCode: null, grade: null, year: null, validFrom: null, validTo: null, source: null },
    ...given,
  })
  async function list(id: RegisterId, entry: NewEntry): Promise<string> {
    const register = findRegister(id)
    assert.ok(register)
    const added = await staff.deps.registers.add(register, entry, BUREAU)
    assert.ok(added.ok, JSON.stringify(added))
    await staff.deps.registers.idle()
    return added.value
  }
  async function standing(id: string, fact = FACTORY) {
    const enterprise = await staff.deps.enterprises.get('all', id)
    const entry = enterprise.facts.find((one) => one.fact === fact)
    return {
      value: entry?.value,
      source: entry?.source,
      against: contradictionsOf(enterprise).map(({ finding }) => finding.value),
    }
  }
  async function namesOf(id: string): Promise<string[]> {
    const { events } = await staff.deps.audit.list(
      { subjectKind: 'enterprise', subjectId: id },
      { number: 1, size: 50 },
    )
    return events.map(({ name }) => name)
  }

  it('meet as 名录核验 where the register bears the claim out, with the event', async () => {
    const { id, code, name } = await firm()
    await claim(staff, id, FACTORY, '国家级')
    assert.equal((await standing(id)).source, 'declared')
    await list('green-factory', row({ name, creditCode: code, grade: '国家级' }))
    assert.deepEqual(await standing(id), { value: '国家级', source: 'register', against: [] })
    assert.equal((await namesOf(id))[0], 'ENTERPRISE_FACT_CONFIRMED')
  })

  it('are flagged where they differ, and neither overrides the other', async () => {
    const { id, code, name } = await firm()
    await list('green-factory', row({ name, creditCode: code, grade: '师市级' }))
    await claim(staff, id, FACTORY, '国家级')
    assert.deepEqual(await standing(id), { value: '国家级', source: 'declared', against: ['师市级'] })
    const { rows } = await staff.deps.enterprises.list({ contradicted: true }, { page: 1, size: 100 })
    assert.ok(
      rows.some((one) => one.id === id),
      'the centre does not find it',
    )
    await claim(staff, id, FACTORY, '师市级')
    assert.deepEqual(await standing(id), { value: '师市级', source: 'register', against: [] })
  })

  it('contradict a level that the register lists without the enterprise, and say nothing of a level it does not list', async () => {
    const [absent, unknown] = [await firm(), await firm()]
    await claim(staff, absent.id, FACTORY, '国家级')
    assert.deepEqual((await standing(absent.id)).against, [null])
    await claim(staff, unknown.id, FACTORY, '兵团级')
    assert.deepEqual((await standing(unknown.id)).against, [])
    await list('green-factory', row({ name: '另一家厂', creditCode: creditCode(99), grade: '兵团级' }))
    assert.deepEqual(
      (await standing(unknown.id)).against,
      [null],
      'a register that now lists the level was not compared again',
    )
  })

  it('part again when the row leaves the register', async () => {
    const { id, code, name } = await firm()
    await claim(staff, id, FACTORY, '师市级')
    const entry = await list('green-factory', row({ name, creditCode: code, grade: '师市级' }))
    assert.equal((await standing(id)).source, 'register')
    const register = findRegister('green-factory')
    assert.ok(register)
    await staff.deps.registers.remove(register, entry, BUREAU)
    await staff.deps.registers.idle()
    assert.equal((await standing(id)).source, 'declared')
  })

  it('meet by name where the list gives no code, for an enterprise that the centre has approved', async () => {
    const { id } = await firm('五家渠（绿色）工厂')
    await claim(staff, id, FACTORY, '兵团级')
    await list('green-factory', row({ name: '五家渠(绿色) 工厂', grade: '兵团级' }))
    assert.equal((await standing(id)).source, 'register')
  })

  it('do not meet by a name that nobody has approved yet', async () => {
    const { db, enterprises } = staff.deps
    await list('green-factory', row({ name: '可可托海绿色工厂', grade: '兵团级' }))
    const given = { creditCode: creditCode(++firms), name: '可可托海绿色工厂', division: '第十师', industry: '1711' }
    const { id } = await inTransaction(db.connection, (session) => enterprises.register(session, given, BUREAU))
    const found = async () => (await enterprises.get('all', id)).findings.map(({ value }) => value)
    assert.deepEqual(await found(), [])
    await enterprises.approve(id, BUREAU)
    assert.deepEqual(await found(), ['兵团级'])
  })

  it('do not meet by the name of a sample row', async () => {
    const register = findRegister('green-factory')
    assert.ok(register)
    const sample = row({ name: '同名的厂', grade: '兵团级' })
    await inTransaction(staff.deps.db.connection, (session) =>
      staff.deps.registers.addSamples(session, register, [sample]),
    )
    const { id } = await firm('同名的厂')
    assert.deepEqual((await staff.deps.enterprises.get('all', id)).findings, [])
  })

  it('take the latest year of inspection, and titles one by one', async () => {
    const { id, code, name } = await firm()
    await claim(staff, id, 'enterprise.energyInspection', '合格')
    await list('energy-inspection', row({ name, creditCode: code, grade: '不合格', year: 2023 }))
    await list('energy-inspection', row({ name, creditCode: code, grade: '合格', year: 2025 }))
    assert.deepEqual(await standing(id, 'enterprise.energyInspection'), {
      value: '合格',
      source: 'register',
      against: [],
    })
    await claim(staff, id, 'enterprise.titles', ['单项冠军', '绿色供应链管理企业'])
    await list('titles', row({ name, creditCode: code, grade: '单项冠军' }))
    assert.equal((await standing(id, 'enterprise.titles')).source, 'declared')
    await list('supply-chain', row({ name, creditCode: code }))
    assert.equal((await standing(id, 'enterprise.titles')).source, 'register')
  })

  it('are compared at sign-up, so that an enterprise is offered what the registers hold of it', async () => {
    const code = creditCode(77)
    await list('titles', row({ name: '先上名录的厂', creditCode: code, grade: '高新技术企业' }))
    const id = await approvedEnterprise(staff, code, '先上名录的厂')
    const { findings } = await staff.deps.enterprises.get('all', id)
    assert.deepEqual(
      findings.map(({ fact, value }) => [fact, value]),
      [['enterprise.titles', ['高新技术企业']]],
    )
  })

  it('part when the entry runs out, as soon as they are compared on that day', async () => {
    const { id, code, name } = await firm()
    await claim(staff, id, 'enterprise.titles', ['单项冠军'])
    await list('titles', row({ name, creditCode: code, grade: '单项冠军', validTo: '2026-12-31' }))
    assert.equal((await standing(id, 'enterprise.titles')).source, 'register')
    day = new Date('2026-12-31T15:59:00Z')
    await staff.deps.registers.checkAllClaims()
    assert.equal((await standing(id, 'enterprise.titles')).source, 'register')
    day = new Date('2026-12-31T16:01:00Z')
    assert.ok((await staff.deps.registers.checkAllClaims()) >= 1)
    assert.equal((await standing(id, 'enterprise.titles')).source, 'declared')
    assert.equal(await staff.deps.registers.checkAllClaims(), 0, 'a second comparison found something new')
  })

  it('are compared by a job, so that no stop cuts it off for good', async () => {
    const { id, code, name } = await firm()
    await claim(staff, id, 'enterprise.titles', ['单项冠军'])
    await list('titles', row({ name, creditCode: code, grade: '单项冠军', validTo: '2027-01-31' }))
    assert.equal((await standing(id, 'enterprise.titles')).source, 'register')
    day = new Date('2027-02-01T04:00:00Z')
    await staff.deps.jobs.runDue()
    assert.equal((await standing(id, 'enterprise.titles')).source, 'declared')
  })
})
