import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import express from 'express'
import { pino } from 'pino'
import supertest from 'supertest'
import { site as routes } from '../../src/routes.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { requestLog } from '../../src/web/request-log.js'
import { Site } from '../../src/web/route.js'

describe('what every request passes', () => {
  let site: TestApp, visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  it('lets browsers keep a file for a year only when its address holds its version', async () => {
    const versioned = await visitor.get('/css/base.css?v=0123456789').expect(200)
    assert.match(versioned.get('cache-control') ?? '', /immutable/)
    const bare = await visitor.get('/css/base.css').expect(200)
    assert.equal(bare.get('cache-control'), 'no-cache')
  })

  it('sends a strict content-security policy and no sniffing', async () => {
    const { headers } = await visitor.get('/help').expect(200)
    const policy = headers['content-security-policy'] ?? ''
    assert.match(policy, /script-src 'self'/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-powered-by'], undefined)
  })

  it('refuses a form from another site, and one that does not say where it comes from', async () => {
    for (const origin of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
      {},
    ]) {
      await supertest(site.app).post('/match').set(origin).type('form').send('fact=x').expect(403)
    }
  })

  it('refuses a form without the token of its session', async () => {
    await visitor.open('/match')
    const answer = await visitor
      .post('/match', { fact: 'need.purpose', value: '流动资金', _csrf: 'made-up' })
      .expect(403)
    assert.match(answer.text, /页面已过期/)
  })

  it('answers an unknown address with a 404 that helps', async () => {
    const answer = await visitor.get('/loans').expect(404)
    assert.match(answer.text, /没有找到这个页面/)
    assert.match(answer.text, /action="\/products"/)
  })

  it('answers 413 to a form over 64 KB and goes on living', async () => {
    const answer = await visitor.post('/match', { value: 'x'.repeat(70_000) }).expect(413)
    assert.match(answer.text, /64 KB/)
    await visitor.get('/help').expect(200)
  })

  it('declares for every route who may call it and what the audit log calls it', () => {
    const { machines, open, pages } = routes(site.deps)
    const declared = [...machines.declared, ...open.declared, ...pages.declared]
    assert.ok(declared.length > 20)
    for (const { role, audit, pattern } of declared) {
      assert.ok(role.length > 0, pattern)
      assert.match(audit, /^[A-Z]+(_[A-Z]+)+$/, pattern)
    }
    const names = declared.map(({ method, pattern }) => `${method} ${pattern}`)
    assert.equal(new Set(names).size, names.length)
  })
})

describe('the request log', () => {
  it('holds the route and its audit name, but neither the id in the address nor the query', async () => {
    let written = ''
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString()
        done()
      },
    })
    const routes = new Site()
    routes.get('/match/:id', { role: 'visitor', audit: 'RESULT_VIEWED' }, (_req, res) => {
      res.send('ok')
    })
    const app = express().use(requestLog(pino({ level: 'info' }, stream)), routes.router)
    await supertest(app).get('/match/unguessable-id?name=someone').expect(200)
    assert.match(written, /"route":"\/match\/:id"/)
    assert.match(written, /"audit":"RESULT_VIEWED"/)
    assert.doesNotMatch(written, /unguessable-id|someone/)
  })
})
