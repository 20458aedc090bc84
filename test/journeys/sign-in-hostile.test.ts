import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { password, signedInAs } from '../support/people.js'
import { markup, strayFields } from './hostile-list.js'

const values = [
  markup,
  `'; DROP TABLE accounts; --`,
  '\u0000',
  '\u0000admin@example.cn',
  '\u202Eabc',
  '\uD800',
  '😀'.repeat(60),
  'ａｄｍｉｎ＠ｅｘａｍｐｌｅ．ｃｎ',
  '$ne',
  '{"$gt":""}',
  '__proto__',
  'a@b',
  'a@b.cn\r\nBcc: all@example.cn',
  'x'.repeat(5000),
  '%00',
  ' ',
]

describe('the forms of accounts, faced with hostile input,', function () {
  this.timeout(60_000)
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  const forms: readonly [address: string, form: string, fields: Record<string, string>][] = [
    ['/sign-in', '#sign-in', { email: 'a@example.cn', password }],
    ['/password/forgotten', '#forgotten', { email: 'a@example.cn' }],
    [
      '/sign-up',
      '#sign-up',
      {
        enterpriseName: '甲公司',
        creditCode: '91100000100003962T',
        division: 'none',
        industry: '1711',
        name: '王芳',
        email: 'a@example.cn',
        phone: '13900000000',
        password,
        consent: 'yes',
        q: '',
      },
    ],
  ]
  for (const [address, form, fields] of forms) {
    it(`${address} answers with a page and never prints what was typed as markup`, async () => {
      const visitor = new Visitor(test.app)
      const $ = await visitor.open(address)
      for (const name of Object.keys(fields)) {
        // The limit has its own journey; here every value shall reach the form.
        await test.deps.db.connection.collection('attempts').deleteMany({})
        for (const value of values) {
          const response = await visitor.submit($, form, { ...fields, [name]: value })
          assert.ok([200, 422, 429].includes(response.status), `${name}=${value.slice(0, 20)}: ${response.status}`)
          assert.ok(!response.text.includes('<script>alert(1)'), name)
          assert.equal(loadPage(response.text)('img[onerror]').length, 0)
        }
      }
      for (const stray of strayFields) {
        const response = await visitor.submit($, form, { ...fields, ...stray })
        assert.ok([413, 422, 429].includes(response.status), JSON.stringify(stray).slice(0, 40))
      }
      await visitor.get('/').expect(200)
    })
  }

  it('twice the same field is no account and no answer of its own', async () => {
    const visitor = new Visitor(test.app)
    const $ = await visitor.open('/sign-in')
    const response = await visitor.submit($, '#sign-in', { email: ['a@example.cn', 'b@example.cn'], password })
    assert.equal(response.status, 422)
  })

  it('nothing is stored or mailed that no form allows', async () => {
    const accounts = await test.deps.db.connection.collection('accounts').find({}).toArray()
    assert.ok(accounts.every(({ email }) => /^[^\s\p{C}@<>"]+@[^\s\p{C}@<>"]+\.[^\s\p{C}@<>"]+$/u.test(String(email))))
    const { messages } = await test.deps.mail.outbox.list(null, { skip: 0, limit: 500 })
    assert.ok(messages.every(({ to, subject }) => !/[\p{C}<>]/u.test(to + subject)))
  })

  it('the forms of people who are signed in keep what they are', async () => {
    const { visitor, person } = await signedInAs(test, 'owner')
    const $ = await visitor.open('/account')
    for (const value of values) {
      assert.ok(
        [303, 422].includes((await visitor.submit($, '#profile', { name: value, phone: '' })).status),
        value.slice(0, 20),
      )
      assert.equal((await visitor.submit($, '#profile', { name: '王芳', phone: value.trim() || 'x' })).status, 422)
    }
    const refused = await visitor.submit($, '#profile', { name: '王芳', phone: '', role: 'administrator' })
    assert.equal(refused.status, 422)
    assert.equal((await test.deps.accounts.find(person.id))?.role, 'owner')
    const bureau = await signedInAs(test, 'bureau')
    for (const value of values) {
      const query = new URLSearchParams(
        ['name', 'role', 'account', 'kind', 'subject', 'from', 'page'].map((name): [string, string] => [
          name,
          value.slice(0, 500),
        ]),
      )
      await bureau.visitor.get(`/audit?${query.toString()}`).expect(200)
    }
  })
})
