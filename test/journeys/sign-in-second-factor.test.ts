import assert from 'node:assert/strict'
import { generateSync } from 'otplib'
import { signedInUserOf } from '../../src/accounts/rules/account.js'
import { passportFor, authentication } from '../../src/accounts/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { linkTo, openPerson, password, signedInAs, signIn, type Person } from '../support/people.js'

const start = Date.parse('2026-11-22T04:00:00Z')

describe('signing in with a second factor', () => {
  let test: TestApp
  let clock = start
  before(async () => {
    test = await startApp({ now: () => new Date(clock) })
  })
  after(() => test.close())
  beforeEach(() => {
    clock += 24 * 3600_000
  })

  const codeNow = (secret: string) => generateSync({ secret, epoch: Math.floor(clock / 1000) })

  async function enrolled(): Promise<{ person: Person; secret: string; codes: string[]; visitor: Visitor }> {
    const { visitor, person } = await signedInAs(test, 'manager')
    const $ = await visitor.open('/account/second-factor')
    const secret = $('#secret').text().replace(/\s/g, '')
    assert.equal($('svg[role=img] path').length, 1)
    const done = await visitor.submit($, '#set-up', { code: codeNow(secret) }).expect(200)
    const codes = [...done.text.matchAll(/<code>([^<]+)<\/code>/g)].map((match) => match[1] ?? '')
    assert.equal(codes.length, 10)
    clock += 30_000
    return { person, secret, codes, visitor }
  }

  async function withPassword(person: Person): Promise<Visitor> {
    const visitor = new Visitor(test.app)
    const response = await visitor.submit(await visitor.open('/sign-in'), '#sign-in', { email: person.email, password })
    assert.equal(response.headers.location, '/sign-in/code')
    return visitor
  }
  const enterCode = async (visitor: Visitor, code: string) =>
    visitor.submit(await visitor.open('/sign-in/code'), '#code', { code })

  it('does not set it up with a wrong code', async () => {
    const { visitor } = await signedInAs(test, 'manager')
    const refused = await visitor.submit(await visitor.open('/account/second-factor'), '#set-up', { code: '000000' })
    assert.equal(refused.status, 422)
    assert.match((await visitor.open('/account')).text(), /没有开启/)
  })

  it('lets nobody in by the password alone', async () => {
    const { person, secret } = await enrolled()
    const visitor = await withPassword(person)
    await visitor.get('/account').expect(303)
    assert.equal((await enterCode(visitor, '000000')).status, 422)
    await visitor.get('/account').expect(303)
    assert.equal((await enterCode(visitor, codeNow(secret))).status, 303)
    await visitor.get('/account').expect(200)
  })

  it('refuses the same code a second time, and an older one', async () => {
    const { person, secret } = await enrolled()
    const older = codeNow(secret)
    clock += 30_000
    const code = codeNow(secret)
    assert.equal((await enterCode(await withPassword(person), code)).status, 303)
    assert.equal((await enterCode(await withPassword(person), code)).status, 422)
    assert.equal((await enterCode(await withPassword(person), older)).status, 422)
    clock += 30_000
    assert.equal((await enterCode(await withPassword(person), codeNow(secret))).status, 303)
  })

  it('lets only one of two requests with the same code in', async () => {
    const { person, secret } = await enrolled()
    const account = await test.deps.accounts.find(person.id)
    assert.ok(account)
    const code = codeNow(secret)
    const checks = await Promise.all([1, 2, 3].map(() => test.deps.accounts.checkCode(account, code)))
    assert.equal(checks.filter((check) => check.kind === 'right').length, 1)
  })

  it('takes each recovery code once', async () => {
    const { person, codes } = await enrolled()
    const [first = '', second = ''] = codes
    assert.equal((await enterCode(await withPassword(person), first.toLowerCase())).status, 303)
    assert.equal((await enterCode(await withPassword(person), first)).status, 422)
    assert.equal((await enterCode(await withPassword(person), second.replace('-', ' '))).status, 303)
    const kept = await test.deps.db.connection.collection<{ _id: string }>('accounts').findOne({ _id: person.id })
    assert.ok(!JSON.stringify(kept).includes(second), 'recovery codes are not kept as they are')
  })

  it('locks the code step after five wrong codes', async () => {
    const { person, secret } = await enrolled()
    const visitor = await withPassword(person)
    for (let n = 0; n < 5; n += 1) assert.equal((await enterCode(visitor, '000000')).status, 422)
    assert.equal((await enterCode(visitor, codeNow(secret))).status, 429)
  })

  it('asks the password again after ten minutes', async () => {
    const { person, secret } = await enrolled()
    const visitor = await withPassword(person)
    clock += 11 * 60_000
    await visitor.get('/sign-in/code').expect(303)
    assert.equal((await test.deps.accounts.find(person.id))?.secondFactor?.secret, secret)
  })

  it('stays when the password is reset by mail', async () => {
    const { person } = await enrolled()
    const visitor = new Visitor(test.app)
    await visitor.submit(await visitor.open('/password/forgotten'), '#forgotten', { email: person.email }).expect(200)
    const link = await linkTo(test, person.email)
    await visitor.submit(await visitor.open(link), '#reset', { password: 'a new long password' }).expect(200)
    const again = new Visitor(test.app)
    const sent = await again.submit(await again.open('/sign-in'), '#sign-in', {
      email: person.email,
      password: 'a new long password',
    })
    assert.equal(sent.headers.location, '/sign-in/code')
  })

  it('is taken away, and its recovery codes renewed, only with the password', async () => {
    const { visitor, codes, person } = await enrolled()
    const $ = await visitor.open('/account/second-factor')
    assert.equal((await visitor.submit($, '#renew', { password: 'not the password' })).status, 422)
    const renewed = await visitor.submit($, '#renew', { password }).expect(200)
    assert.ok(!renewed.text.includes(codes[0] ?? '?'))
    assert.equal((await enterCode(await withPassword(person), codes[0] ?? '')).status, 422)
    await visitor.submit($, '#renew', { password }, '.danger').expect(303)
    await signIn(new Visitor(test.app), person.email)
  })
})

describe('the second factor in production', () => {
  let test: TestApp
  before(async () => {
    const environment = { NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(40), TRUST_PROXY: '1' }
    test = await startApp({ environment })
  })
  after(() => test.close())

  it('is asked of staff before anything else, and of enterprises not', async () => {
    const insist = authentication(test.deps.accounts, passportFor(test.deps.accounts)).at(-1)
    assert.ok(insist)
    for (const [role, path, expected] of [
      ['bureau', '/audit', '/account/second-factor'],
      ['officer', '/account', '/account/second-factor'],
      ['administrator', '/account/second-factor', 'through'],
      ['manager', '/sign-out', 'through'],
      ['owner', '/account', 'through'],
    ] as const) {
      const account = await test.deps.accounts.find((await openPerson(test, role)).id)
      assert.ok(account)
      let answer = ''
      const response = { redirect: (_status: number, to: string) => (answer = to) }
      const request = { user: signedInUserOf(account), path }
      insist(request as never, response as never, () => (answer = 'through'))
      assert.equal(answer, expected, `${role} at ${path}`)
    }
  })
})
