import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import supertest from 'supertest'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { openPerson, password, signedInAs, signIn } from '../support/people.js'

const start = Date.parse('2026-11-22T04:00:00Z')

describe('signing in', () => {
  let test: TestApp
  let clock = start
  before(async () => {
    test = await startApp({ now: () => new Date(clock) })
  })
  after(() => test.close())
  beforeEach(() => {
    clock += 24 * 3600_000
  })

  const attempt = async (email: string, secret: string) => {
    const visitor = new Visitor(test.app)
    const $ = await visitor.open('/sign-in')
    return visitor.submit($, '#sign-in', { email, password: secret })
  }
  const cookieOf = (response: supertest.Response) =>
    String(response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''

  it('names who is signed in on every page, and signs out by a form', async () => {
    const { visitor } = await signedInAs(test, 'owner', { name: '阿依古丽' })
    for (const page of ['/', '/products', '/about']) {
      assert.match((await visitor.open(page))('header form.user-menu').text(), /阿依古丽.*企业负责人/)
    }
    const $ = await visitor.open('/account')
    await visitor.submit($, 'header form.user-menu').expect(303)
    await visitor.get('/account').expect(303)
    assert.equal((await visitor.open('/'))('header form.user-menu').length, 0)
  })

  it('changes the session id, so that a planted cookie is worth nothing', async () => {
    const person = await openPerson(test, 'owner')
    const page = await supertest(test.app).get('/sign-in')
    const planted = cookieOf(page)
    const csrf = loadPage(page.text)('#sign-in [name=_csrf]').attr('value') ?? ''
    const done = await supertest(test.app)
      .post('/sign-in')
      .set('Cookie', planted)
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ _csrf: csrf, email: person.email, password })
    assert.equal(done.status, 303)
    assert.ok(planted.length > 20)
    assert.notEqual(cookieOf(done), planted)
    assert.match(cookieOf(done), /^lueqiao=/)
    await supertest(test.app).get('/account').set('Cookie', planted).expect(303)
    await supertest(test.app).get('/account').set('Cookie', cookieOf(done)).expect(200)
  })

  it('refuses a form without its token, and one from another site', async () => {
    const person = await openPerson(test, 'owner')
    const visitor = new Visitor(test.app)
    await visitor.open('/sign-in')
    await visitor.post('/sign-in', { email: person.email, password }).expect(403)
    await supertest(test.app)
      .post('/sign-in')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ email: 'a' })
      .expect(403)
  })

  it('goes back to the page that was asked for, and never to another site', async () => {
    const person = await openPerson(test, 'owner')
    const visitor = new Visitor(test.app)
    const sent = await visitor.get('/account?tab=1').expect(303)
    assert.equal(sent.headers.location, '/sign-in?returnTo=%2Faccount%3Ftab%3D1')
    const $ = await visitor.open(String(sent.headers.location))
    const back = await visitor.submit($, '#sign-in', { email: person.email, password })
    assert.equal(back.headers.location, '/account?tab=1')
    for (const evil of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/%0d%0aSet-Cookie:x',
      'javascript:1',
    ]) {
      const other = new Visitor(test.app)
      const page = await other.open(`/sign-in?${new URLSearchParams({ returnTo: evil }).toString()}`)
      const done = await other.submit(page, '#sign-in', { email: person.email, password, returnTo: evil })
      assert.equal(done.status, 303)
      const location = String(done.headers.location)
      assert.equal(new URL(location, 'http://own.example').host, 'own.example', `${evil} led to ${location}`)
    }
  })

  it('answers an unknown address, a wrong password and a disabled account alike', async () => {
    const known = await openPerson(test, 'owner')
    const disabled = await openPerson(test, 'owner')
    await test.deps.accounts.disable(disabled.id, { accountId: null, role: 'system', organisationId: null })
    const answers = await Promise.all(
      [
        [known.email, 'not the password'],
        ['nobody@example.cn', 'not the password'],
        [disabled.email, password],
      ].map(async ([email = '', secret = '']) => {
        const response = await attempt(email, secret)
        const $ = loadPage(response.text)
        $('[name=_csrf], #f-email').removeAttr('value')
        return { status: response.status, page: $('main').html() }
      }),
    )
    assert.equal(answers[0]?.status, 422)
    assert.match(answers[0]?.page ?? '', /邮箱或密码不对/)
    assert.deepEqual(answers[1], answers[0])
    assert.deepEqual(answers[2], answers[0])
  })

  it('locks a known and an unknown address alike, for a time that grows', async () => {
    const person = await openPerson(test, 'owner')
    for (const email of [person.email, 'nobody-else@example.cn']) {
      for (let n = 0; n < 5; n += 1) assert.equal((await attempt(email, 'wrong wrong')).status, 422)
      const first = await attempt(email, password)
      assert.equal(first.status, 429)
      assert.equal(first.headers['retry-after'], '30')
      assert.match(first.text, /30 秒/)
      clock += 30_000
      assert.equal((await attempt(email, 'wrong wrong')).status, 422)
      assert.equal((await attempt(email, password)).headers['retry-after'], '60')
      clock += 60_000
    }
    await signIn(new Visitor(test.app), person.email)
    assert.equal((await attempt(person.email, 'wrong wrong')).status, 422, 'the right password clears the count')
  })

  it('counts guesses of the same moment one by one', async () => {
    const person = await openPerson(test, 'owner')
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        test.deps.accounts.signIn({ email: person.email, password: 'wrong wrong', address: '192.0.2.7' }),
      ),
    )
    assert.equal(tries.filter((one) => one.kind === 'refused').length, 5)
    assert.equal(tries.filter((one) => one.kind === 'locked').length, 7)
  })

  it('works at once when an account is disabled', async () => {
    const { visitor, person } = await signedInAs(test, 'owner')
    await visitor.get('/account').expect(200)
    await test.deps.db.connection
      .collection<{ _id: string }>('accounts')
      .updateOne({ _id: person.id }, { $set: { state: 'disabled' } })
    await visitor.get('/account').expect(303)
  })

  it('lets staff idle for thirty minutes and enterprises for longer', async () => {
    const officer = await signedInAs(test, 'officer')
    const owner = await signedInAs(test, 'owner')
    clock += 29 * 60_000
    await officer.visitor.get('/account').expect(200)
    clock += 29 * 60_000
    await officer.visitor.get('/account').expect(200)
    clock += 30 * 60_000
    await officer.visitor.get('/account').expect(303)
    await owner.visitor.get('/account').expect(200)
  })

  it('ends every session twelve hours after signing in, however busy', async () => {
    const { visitor } = await signedInAs(test, 'officer')
    for (let quarter = 0; quarter < 35; quarter += 1) {
      clock += 20 * 60_000
      await visitor.get('/account').expect(200)
    }
    clock += 20 * 60_000
    await visitor.get('/account').expect(303)
  })

  it('lists the sessions and ends the others', async () => {
    const { visitor: here, person } = await signedInAs(test, 'owner')
    const there = new Visitor(test.app)
    await signIn(there, person.email)
    const stranger = await signedInAs(test, 'owner')
    const $ = await here.open('/account')
    assert.equal($('form[action$="/end"]').length, 1)
    assert.equal($('table .tag').text(), '这台设备')
    await here.submit($, '#elsewhere').expect(303)
    await there.get('/account').expect(303)
    await here.get('/account').expect(200)
    await stranger.visitor.get('/account').expect(200)
  })

  it('does not end a session of somebody else', async () => {
    const one = await signedInAs(test, 'owner')
    const other = await signedInAs(test, 'owner')
    const theirs = (await test.deps.accounts.sessionsOf(other.person.id))[0]?.id ?? ''
    const $ = await one.visitor.open('/account')
    const csrf = $('[name=_csrf]').first().attr('value') ?? ''
    await one.visitor.post(`/account/sessions/${theirs}/end`, { _csrf: csrf }).expect(404)
    await other.visitor.get('/account').expect(200)
    const own = (await test.deps.accounts.sessionsOf(one.person.id))[0]?.id ?? ''
    await one.visitor.post(`/account/sessions/${own}/end`, { _csrf: csrf }).expect(303)
    await one.visitor.get('/account').expect(303)
  })

  it('keeps no cookie in the database', async () => {
    const { person } = await signedInAs(test, 'owner')
    const rows = await test.deps.db.connection
      .collection('sessions')
      .find({ 'session.passport.user': person.id })
      .toArray()
    assert.equal(rows.length, 1)
    assert.match(String(rows[0]?._id), /^[0-9a-f]{64}$/)
  })

  it('changes the password only with the old one, and ends the other sessions', async () => {
    const { visitor, person } = await signedInAs(test, 'owner')
    const there = new Visitor(test.app)
    await signIn(there, person.email)
    const $ = await visitor.open('/account')
    const refused = await visitor.submit($, '#password', {
      current: 'not the password',
      password: 'a new long password',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /现在的密码不对/)
    const common = await visitor.submit($, '#password', { current: password, password: 'Password123' })
    assert.match(common.text, /太常见/)
    await visitor.submit($, '#password', { current: password, password: 'a new long password' }).expect(200)
    await visitor.get('/account').expect(200)
    await there.get('/account').expect(303)
    assert.equal((await attempt(person.email, password)).status, 422)
    await signIn(new Visitor(test.app), person.email, 'a new long password')
  })

  it('serves a session from another process on the same database', async () => {
    const { createApp } = await import('../../src/app.js')
    const second = createApp(test.deps)
    const person = await openPerson(test, 'manager')
    const first = supertest.agent(test.app)
    const page = await first.get('/sign-in')
    const csrf = loadPage(page.text)('#sign-in [name=_csrf]').attr('value') ?? ''
    const done = await first
      .post('/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ _csrf: csrf, email: person.email, password })
    await supertest(second).get('/account').set('Cookie', cookieOf(done)).expect(200)
  })

  it('records coming and going in the chain', async () => {
    const { visitor, person } = await signedInAs(test, 'bureau')
    await visitor.submit(await visitor.open('/'), 'header form.user-menu').expect(303)
    const { events } = await test.deps.audit.list({ accountId: person.id }, { number: 1, size: 10 })
    assert.deepEqual(
      events.map((event) => event.name),
      ['SIGNED_OUT', 'SIGNED_IN'],
    )
    assert.equal((await test.deps.audit.verify()).sound, true)
  })
})
