import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import supertest from 'supertest'
import { paths } from '../../src/paths.js'
import { startApp, type TestApp } from '../support/app.js'
import { openPerson, password, type Person } from '../support/people.js'
import { pdf } from '../files/sample-files.js'

const SAME_SITE = { 'Sec-Fetch-Site': 'same-origin' }

describe('journey: an owner signs in to the desk of the real portal', () => {
  let test: TestApp
  let owner: Person
  let agent: ReturnType<typeof supertest.agent>

  before(async () => {
    test = await startApp()
    owner = await openPerson(test, 'owner')
    agent = supertest.agent(test.app)
  })
  after(() => test.close())

  const tokenOn = async (address: string) =>
    String(
      loadPage((await agent.get(address).expect(200)).text)('[name=_csrf]')
        .first()
        .val(),
    )
  /** The token comes first: a request takes its cookies along when it is made. */
  const post = async (address: string, from: string, fields: Record<string, string>) => {
    const token = await tokenOn(from)
    return agent
      .post(address)
      .set(SAME_SITE)
      .type('form')
      .send({ _csrf: token, ...fields })
  }
  const upload = async (names: readonly string[], headers = SAME_SITE) => {
    const token = await tokenOn(paths.enterpriseEvidence({}))
    const form = agent.post(paths.enterpriseEvidence({})).set(headers).field('_csrf', token)
    for (const name of names)
      void form.attach('file', pdf(`/Name (${name.length})`), { filename: name, contentType: 'application/pdf' })
    return form
  }

  it('is sent to sign in first and finds the desk afterwards', async () => {
    const turned = await agent.get(paths.enterprise({})).expect(303)
    assert.match(String(turned.headers.location), /^\/sign-in\?returnTo=%2Fenterprise$/)
    const signedIn = await post('/sign-in', '/sign-in', { email: owner.email, password })
    assert.equal(signedIn.status, 303)
    assert.match((await agent.get(paths.enterprise({})).expect(200)).text, /接下来/)
  })

  it('uploads a file through every guard of the portal, and not without the token of the form', async () => {
    const bare = await agent.post(paths.enterpriseEvidence({})).set(SAME_SITE).attach('file', pdf(), '营业执照.pdf')
    assert.equal(bare.status, 403)
    assert.equal((await upload(['营业执照.pdf'], { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.deepEqual(await test.deps.enterprises.evidenceOf(owner.organisation.id), [])
    assert.equal((await upload(['营业执照.pdf'])).status, 303)
    const [kept] = await test.deps.enterprises.evidenceOf(owner.organisation.id)
    assert.deepEqual([kept?.name, kept?.uploadedBy], ['营业执照.pdf', owner.id])
  })

  it('takes one file at a time', async () => {
    const sent = await upload(['a.pdf', 'ab.pdf'])
    assert.equal(sent.status, 422)
    assert.match(sent.text, /一次只能上传一个文件/)
    assert.equal((await test.deps.enterprises.evidenceOf(owner.organisation.id)).length, 1)
  })

  it('signs nobody out by a form with a file, which could come without a token', async () => {
    const sent = await agent.post('/sign-out').set(SAME_SITE).attach('file', pdf(), 'a.pdf')
    assert.equal(sent.status, 403)
    await agent.get(paths.enterprise({})).expect(200)
  })

  it('writes down a need and matches it', async () => {
    const fields = { then: 'match', title: '流动资金', amount: '200', termMonths: '12', purpose: '流动资金' }
    const saved = await post(paths.enterpriseNeeds({}), paths.enterpriseNewNeed({}), fields)
    assert.equal(saved.status, 303)
    assert.match((await agent.get(String(saved.headers.location)).expect(200)).text, /匹配结果/)
  })

  it('is signed out when the enterprise is closed', async () => {
    const { name } = await test.deps.enterprises.get('all', owner.organisation.id)
    const closed = await post(paths.enterpriseClosure({}), paths.enterpriseData({}), { name })
    assert.equal(closed.status, 303)
    assert.match(String((await agent.get(paths.enterprise({})).expect(303)).headers.location), /^\/sign-in/)
  })
})
