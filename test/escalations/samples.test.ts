import assert from 'node:assert/strict'
import { newRecordId } from '../../src/db/index.js'
import { banker, caseAtBank, type Banker } from '../review/bank-case.js'
import { refusedWith } from '../support/refusals.js'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { mailsTo, signedInAs, type Person } from '../support/people.js'
import { escalatedCase, raisedAt, submittedAt, type Escalated } from './escalated.js'

describe('an escalation of a sample', () => {
  let test: TestApp
  let now = raisedAt
  let made: Escalated
  let manager: Banker
  let officer: Banker
  let bureau: Person
  let browser: Visitor

  before(async () => {
    test = await startApp({ now: () => now })
    const signed = await signedInAs(test, 'bureau', { name: '陈科长' })
    bureau = signed.person
    browser = signed.visitor
  })
  beforeEach(async () => {
    made = await escalatedCase(test, (at) => (now = at))
    await setSample('applications', made.application.id)
    manager = await banker(test, made.bankId, 'manager', '王经理')
    officer = await banker(test, made.bankId, 'officer', '李强')
  })
  after(() => test.close())

  const setSample = (name: 'applications' | 'accounts', id: string) =>
    test.deps.db.connection.collection<{ _id: string }>(name).updateOne({ _id: id }, { $set: { isSample: true } })
  const noticesTo = async (person: Pick<Person, 'id' | 'role' | 'organisation'>, id = made.application.id) =>
    (await test.deps.notices.list(person, { skip: 0, limit: 200 })).notices.filter(({ about }) => about.id === id)
  const asked = async (person: Pick<Person, 'id' | 'role' | 'organisation'>) =>
    (await noticesTo(person)).map(({ subject }) => subject).filter((one) => one.includes('工信局督办：'))
  const mails = async ({ user }: Banker) =>
    (await mailsTo(test, user.email)).filter(({ subject }) => subject.includes('工信局督办：')).length
  const ask = () => {
    const user = { ...bureau, name: '陈科长' }
    return test.deps.escalations.ask(user, made.escalation.id, { key: newRecordId(), text: '请说明原因。' })
  }
  const page = () => browser.open(`/bureau/escalations/${made.escalation.id}`)

  it('is put to nobody of a real bank: no notice, no mail, no word, and no form to do it with', async () => {
    await assert.rejects(ask(), refusedWith({ status: 409, message: /不会发给真实银行的人员/ }))
    assert.deepEqual([await asked(manager.user), await asked(officer.user)], [[], []])
    assert.deepEqual([await mails(manager), await mails(officer)], [0, 0])
    assert.deepEqual((await test.deps.escalations.get(made.escalation.id)).messages, [])
    assert.equal((await page())('#ask').length, 0)
  })

  it('is put to the sample accounts of its bank and to nobody beside them, and says that it is a sample', async () => {
    const sample = await banker(test, made.bankId, 'manager', '示例经理')
    await setSample('accounts', sample.user.id)
    assert.equal((await page())('#ask').length, 1)
    await ask()
    const [subject, ...more] = await asked(sample.user)
    assert.match(subject ?? '', /^示例：工信局督办：/)
    assert.deepEqual([more, await mails(sample)], [[], 1])
    assert.deepEqual([await asked(manager.user), await asked(officer.user)], [[], []])
    assert.deepEqual([await mails(manager), await mails(officer)], [0, 0])
  })

  it('is explained to the bureau without the name of the bank, and to the enterprise with it', async () => {
    const { id, enterpriseId } = made.application
    const of = { user: officer.user, applicationId: id, escalationId: made.escalation.id }
    await test.deps.escalations.explain(of, {
      ...{ key: newRecordId(), text: '信贷系统升级，受理延后。', promisedOn: '2026-11-27' },
    })
    const bankName = made.application.bankName ?? ''
    assert.notEqual(bankName, '')
    const theirs = (await noticesTo(bureau)).find(({ subject }) => subject.startsWith('示例：银行的说明'))
    assert.match(theirs?.text ?? '', /^银行就“受理”超过时限说明：/)
    assert.ok(!theirs?.text.includes(bankName))
    const owner = { id: made.who.accountId, role: 'owner', organisation: { kind: 'enterprise', id: enterpriseId } } as const // prettier-ignore
    const own = (await noticesTo(owner)).find(({ subject }) => subject.includes('银行的说明'))
    assert.ok(own?.text.startsWith(`${bankName}就`))
  })

  it('is brought before the bureau without the name of the bank, where a real one is named', async () => {
    const text = async (id: string) =>
      (await noticesTo(bureau, id)).find(({ subject }) => subject.includes('提请督办'))?.text ?? ''
    assert.ok((await text(made.application.id)).startsWith(made.application.bankName ?? '?'), 'it was real then')
    now = submittedAt
    const { application } = await caseAtBank(test)
    await setSample('applications', application.id)
    now = raisedAt
    assert.ok(await test.deps.reminders.remindOf(application.id))
    assert.match(await text(application.id), /^银行的“受理”最迟 2026年11月23日，已超时限 2 个工作日，提请工信局督办。$/)
  })
})
