import assert from 'node:assert/strict'
import supertest from 'supertest'
import { startApp, type TestApp } from '../support/app.js'

describe('POST /api/v1/match', () => {
  let site: TestApp
  before(async () => {
    site = await startApp()
  })
  after(() => site.close())

  const ask = (body: string, type = 'application/json') =>
    supertest(site.app).post('/api/v1/match').set('Content-Type', type).send(body)

  it('answers an error as JSON with a title and the place and reason of every fault', async () => {
    const { error, faults } = refusal(await ask('{"need.amountWan":"300","need.termMonths":0}').expect(422))
    assert.equal(error, '填写的内容有误')
    assert.deepEqual(
      faults.map((fault) => fault.path),
      ['need.amountWan', 'need.termMonths'],
    )
    assert.match(faults[0]?.message ?? '', /应为数字/)
  })

  it('takes JSON with a charset named, and nothing that is not JSON', async () => {
    await ask('{}', 'application/json; charset=utf-8').expect(200)
    const { faults } = refusal(await ask('{}', 'text/plain').expect(415))
    assert.match(faults[0]?.message ?? '', /application\/json/)
  })

  it('refuses more than 64 KB before reading it as JSON', async () => {
    const { faults } = refusal(await ask(`{"x":"${'x'.repeat(64 * 1024)}"}`).expect(413))
    assert.match(faults[0]?.message ?? '', /64 KB/)
  })

  it('keeps nothing: no questionnaire and no result', async () => {
    await ask('{"need.amountWan":300}').expect(200)
    for (const name of ['questionnaires', 'match_results']) {
      assert.deepEqual(await site.deps.db.connection.collection(name).find({}).toArray(), [])
    }
  })

  it('is not there for GET', async () => {
    await supertest(site.app).get('/api/v1/match').expect(404)
  })
})

type Refusal = {
  readonly error: string
  readonly faults: readonly { readonly path: string; readonly message: string }[]
}

const refusal = (response: supertest.Response) => response.body as Refusal
