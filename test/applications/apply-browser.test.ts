import assert from 'node:assert/strict'
import { ensureDemo } from '../../src/demo/demo-accounts.js'
import { demoEmail } from '../../src/demo/demo-people.js'
import { paths } from '../../src/paths.js'
import { startApp, type TestApp } from '../support/app.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { serve, type Served } from '../support/site.js'

describe('applications in a browser', function () {
  this.timeout(120_000)
  let test: TestApp
  let served: Served
  let origin = ''
  let secret = ''
  const addresses = new Map<string, string>()

  before(async function () {
    needsBrowser(this)
    test = await startApp()
    const { deps } = test
    const accounts = await ensureDemo({ ...deps, connection: deps.db.connection })
    secret = accounts[0]?.password ?? ''
    const owners = await deps.accounts.list({ role: 'owner' }, { skip: 0, limit: 10 })
    const enterpriseId = owners.accounts.find(({ email }) => email === demoEmail('owner'))?.organisation.id ?? ''
    const { applications } = await deps.applications.list({ enterpriseId }, {}, { skip: 0, limit: 10 })
    const [asked, offered] = [applications.find(isIn('returned')), applications.find(isIn('offered'))]
    assert.ok(asked && offered)
    const { needId } = await deps.requests.get('all', asked.requestId)
    const draft = await deps.requests.startDraft(
      enterpriseId,
      { needId, channel: 'directed', productIds: [asked.productId ?? ''], afterId: null, typed: { 'kind-1': '房产' } },
      { kind: 'enterprise', actor: { accountId: null, role: 'owner', organisationId: enterpriseId }, name: '王芳' },
    )
    assert.ok(draft.ok)
    const named = {
      desk: paths.enterprise({}),
      need: paths.enterpriseNeed({ id: needId }),
      list: paths.enterpriseApplications({}),
      asked: paths.enterpriseApplication({ id: asked.id }),
      offered: paths.enterpriseApplication({ id: offered.id }),
      answer: paths.enterpriseApplicationAnswer({ id: asked.id }),
      withdrawal: paths.enterpriseApplicationWithdrawal({ id: asked.id }),
      contest: paths.enterpriseApplicationContest({ id: asked.id }),
      choice: paths.enterpriseNewApplication({}, { need: needId, after: asked.id }),
      draft: paths.enterpriseDraft({ id: draft.value.id }),
    }
    for (const [name, address] of Object.entries(named)) addresses.set(name, address)
    served = await serve(test.app)
    origin = served.origin
  })
  after(async () => {
    if (!origin) return
    await served.close()
    await test.close()
  })

  const isIn =
    (state: string) =>
    (application: { readonly state: string }): boolean =>
      application.state === state

  for (const width of widths) {
    it(`have nothing to object to at ${width}`, async () => {
      const { context, page, complaints } = await visit({ width })
      try {
        await signInOn(page, origin, demoEmail('owner'), secret)
        for (const [name, address] of addresses) {
          await page.goto(origin + address, { waitUntil: 'load' })
          assert.deepEqual(await violationsOf(page), [], `${name} at ${width}`)
          assert.equal(await sidewaysScroll(page), 0, `${name} at ${width}`)
        }
        assert.deepEqual(complaints, [])
      } finally {
        await context.close()
      }
    })
  }
})
