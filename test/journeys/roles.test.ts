import assert from 'node:assert/strict'
import { site } from '../../src/routes.js'
import { roles, type Role } from '../../src/kernel/roles.js'
import type { DeclaredRoute } from '../../src/web/route.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { openPerson, signedInAs, signIn } from '../support/people.js'
import { recordsOfNone, recordsOfOne } from '../support/records.js'
import { recordsOfStaff } from '../support/staff-records.js'

/** An id that nothing has: whoever may call the route finds nothing, whoever may not learns nothing more. */
const nobody = 'f'.repeat(24)
const addressOf = (pattern: string) => pattern.replace(/:[A-Za-z]+/g, nobody)

type Caller = { readonly role: Role; readonly which: string; readonly visitor: Visitor; readonly csrf: string }

/** Statuses of a route that let the caller in: what it then says depends on the record and the form. */
const letIn = (status: number, location: string | undefined) =>
  status < 500 && status !== 401 && status !== 403 && !location?.startsWith('/sign-in')

const admitted = ({ role: allowed }: DeclaredRoute, role: Role) =>
  allowed === 'visitor' || (typeof allowed === 'string' ? allowed === role : allowed.includes(role))

describe('every route', () => {
  let test: TestApp
  let declared: readonly DeclaredRoute[]
  const callers: Caller[] = []
  let outsider: Visitor
  let outsiderCsrf = ''

  before(async function () {
    this.timeout(60_000)
    test = await startApp()
    const { open, pages } = site(test.deps)
    declared = [...open.declared, ...pages.declared]
    outsider = new Visitor(test.app)
    outsiderCsrf = (await outsider.open('/sign-in'))('[name=_csrf]').first().attr('value') ?? ''
    for (const role of roles) {
      // The second one is a stranger: the same role in another organisation.
      for (const which of ['', 'of another organisation']) callers.push({ ...(await caller(role)), which })
    }
  })
  after(() => test.close())

  async function caller(role: Role): Promise<Omit<Caller, 'which'>> {
    const { visitor } = await signedInAs(test, role)
    const csrf = (await visitor.open('/account'))('[name=_csrf]').first().attr('value') ?? ''
    return { role, visitor, csrf }
  }

  const call = (visitor: Visitor, { method, pattern }: DeclaredRoute, csrf: string) =>
    method === 'GET' ? visitor.get(addressOf(pattern)) : visitor.post(addressOf(pattern), { _csrf: csrf })
  /** Signing out ends the session of the caller, so it has its own journey. */
  const walked = () => declared.filter(({ pattern }) => pattern !== '/sign-out')
  const shown = ({ method, pattern }: DeclaredRoute) => `${method} ${pattern}`

  it('sends who is not signed in to the sign-in page, or refuses the form', async () => {
    const guarded = walked().filter(({ role }) => role !== 'visitor')
    assert.ok(guarded.length >= 15)
    for (const route of guarded) {
      const response = await call(outsider, route, outsiderCsrf)
      if (route.method === 'POST') assert.equal(response.status, 401, shown(route))
      else {
        assert.equal(response.status, 303, shown(route))
        const expected = `/sign-in?${new URLSearchParams({ returnTo: addressOf(route.pattern) }).toString()}`
        assert.equal(response.headers.location, expected, shown(route))
      }
    }
  })

  it('is not found by any role that it is not declared for', async function () {
    this.timeout(120_000)
    for (const route of walked()) {
      for (const { role, which, visitor, csrf } of callers.filter((one) => !admitted(route, one.role))) {
        const response = await call(visitor, route, csrf)
        assert.equal(response.status, 404, `${shown(route)} as ${role} ${which}`)
        assert.match(response.text, /没有找到这个页面/, `${shown(route)} as ${role} ${which}`)
      }
    }
  })

  it('lets in every role that it is declared for, and does not break on an empty form', async function () {
    this.timeout(120_000)
    for (const route of walked()) {
      for (const { role, which, visitor, csrf } of callers.filter((one) => admitted(route, one.role))) {
        const response = await call(visitor, route, csrf)
        const location = response.headers.location
        assert.ok(
          letIn(response.status, location === '/sign-in' && route.pattern === '/sign-in/code' ? undefined : location),
          `${shown(route)} as ${role} ${which}: ${response.status} ${location ?? ''}`,
        )
      }
    }
  })

  it('with an id is reached by whom the record belongs to, and is not found by a stranger of the same role', async function () {
    this.timeout(120_000)
    const guarded = walked().filter(({ pattern, role }) => pattern.includes(':') && role !== 'visitor')
    const unknown = guarded.filter(
      (route) => !recordsOfOne[route.pattern] && !recordsOfNone[route.pattern] && !recordsOfStaff[shown(route)],
    )
    assert.deepEqual(unknown.map(shown), [], 'an address with an id needs its record in test/support/records.ts')
    for (const route of guarded) {
      const record = recordsOfOne[route.pattern]
      if (!record) continue
      const owner = await signedInAs(test, record.role)
      const stranger = callers.find(({ role, which }) => role === record.role && which !== '')
      assert.ok(stranger)
      const here = (await owner.visitor.open('/account'))('[name=_csrf]').first().attr('value') ?? ''
      const address = await record.address(test, owner.person)
      const asked = (visitor: Visitor, csrf: string) =>
        route.method === 'GET' ? visitor.get(address) : visitor.post(address, { ...record.fields, _csrf: csrf })
      assert.equal((await asked(stranger.visitor, stranger.csrf)).status, 404, `${shown(route)} as a stranger`)
      const own = await asked(owner.visitor, here)
      assert.ok([200, 303, 422].includes(own.status), `${shown(route)} as its owner: ${own.status}`)
    }
  })

  it('of the bureau or the centre does for its role what it refuses to everybody else on the same record', async function () {
    this.timeout(120_000)
    const walkedRecords = new Set<string>()
    for (const route of walked()) {
      const record = recordsOfStaff[shown(route)]
      if (!record) continue
      walkedRecords.add(shown(route))
      const address = await record.address(test)
      const asked = ({ visitor, csrf }: Pick<Caller, 'visitor' | 'csrf'>) =>
        route.method === 'GET' ? visitor.get(address) : visitor.post(address, { ...record.fields, _csrf: csrf })
      assert.equal((await asked({ visitor: outsider, csrf: outsiderCsrf })).status, route.method === 'GET' ? 303 : 401)
      for (const one of callers.filter(({ role }) => !admitted(route, role))) {
        assert.equal((await asked(one)).status, 404, `${shown(route)} as ${one.role} ${one.which}`)
      }
      const staff = callers.find(({ role }) => role === record.role)
      assert.ok(staff && admitted(route, record.role), shown(route))
      const expected = record.answer ?? (route.method === 'GET' ? 200 : 303)
      assert.equal((await asked(staff)).status, expected, `${shown(route)} as ${record.role}`)
    }
    assert.deepEqual([...walkedRecords].sort(), Object.keys(recordsOfStaff).sort(), 'a record of no address')
  })

  it('knows nothing of an id that nothing has', async function () {
    this.timeout(120_000)
    for (const route of walked().filter(({ pattern, role }) => pattern.includes(':') && role !== 'visitor')) {
      for (const { role, which, visitor, csrf } of callers.filter((one) => admitted(route, one.role))) {
        const response = await call(visitor, route, csrf)
        assert.ok([404, 422].includes(response.status), `${shown(route)} as ${role} ${which}: ${response.status}`)
        if (route.method === 'GET') assert.equal(response.status, 404, `${shown(route)} as ${role} ${which}`)
      }
    }
  })

  it('refuses a form without its token, whoever sends it', async () => {
    for (const route of walked().filter(({ method }) => method === 'POST')) {
      for (const { role, visitor } of callers.filter(({ which }) => which === '')) {
        const response = await visitor.post(addressOf(route.pattern), {})
        // A form whose page can be shown again is looked for first; here there is none with this id.
        const refusals = route.expired && route.pattern.includes(':') ? [403, 404] : [403]
        assert.ok(refusals.includes(response.status), `${shown(route)} as ${role}: ${response.status}`)
      }
    }
  })

  it('keeps pages of people who are signed in out of every cache', async () => {
    for (const route of walked().filter(
      ({ method, pattern, role }) => method === 'GET' && role !== 'visitor' && !pattern.includes(':'),
    )) {
      for (const { role, visitor } of callers.filter((one) => one.which === '' && admitted(route, one.role))) {
        const response = await visitor.get(route.pattern)
        assert.equal(response.headers['cache-control'], 'no-store', `${shown(route)} as ${role}`)
      }
    }
  })

  it('is closed to an account that was disabled a moment ago', async () => {
    const person = await openPerson(test, 'administrator')
    const visitor = new Visitor(test.app)
    await signIn(visitor, person.email)
    await visitor.get('/outbox').expect(200)
    await test.deps.accounts.disable(person.id, { accountId: null, role: 'system', organisationId: null })
    await visitor.get('/outbox').expect(303)
  })
})
