import assert from 'node:assert/strict'
import { addSamples } from '../../src/demo/index.js'
import { paths } from '../../src/paths.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { serve, type Served } from '../support/site.js'
import {
  formed,
  inHand,
  invitationOf,
  invited,
  moved,
  requestOf,
  signedSyndicate,
  startSyndicates,
  type Signed,
  type SyndicateApp,
} from './syndicate-app.js'

describe('syndicates in a browser', function () {
  this.timeout(180_000)
  let test: SyndicateApp
  let served: Served
  let origin = ''
  let pages: readonly (readonly [name: string, who: Signed, address: string])[] = []

  before(async function () {
    needsBrowser(this)
    test = await startSyndicates()
    await addSamples({ ...test.deps, connection: test.deps.db.connection })
    const sample = (await test.deps.syndicates.list(test.bureau.user))[0]?.syndicate.id ?? ''
    const { icbc, abc, psbc } = test.bank
    const application = await inHand(test, icbc, requestOf(test.owner.user.organisation.id))
    const forming = (await formed(test)).id
    await moved(icbc, forming, 'invite', invitationOf('abc', 80_000))
    const confirming = (await formed(test)).id
    for (const bank of ['abc', 'boc'] as const) await moved(icbc, confirming, 'invite', invitationOf(bank, 80_000))
    await moved(icbc, confirming, 'propose')
    const inviting = await invited(test, { abc: 80_000, boc: 60_000, ccb: 50_000 })
    await moved(test.bank.boc, inviting, 'accept', { acceptAmount: '60000' })
    const drawing = await signedSyndicate(test)
    await moved(icbc, drawing, 'draw', { drawOn: '2026-11-23', drawAmount: '1500', drawNote: '设备首付款' })
    await moved(icbc, drawing, 'draw', { drawOn: '2026-11-23', drawAmount: '2000.000001' })
    await moved(icbc, drawing, 'repay', { repayOn: '2026-11-23', repayAmount: '100' })
    const show = (id: string) => paths.syndicate({ id })
    pages = [
      ['list of a bank', icbc, paths.syndicates({})],
      ['list of the enterprise', test.owner, paths.syndicates({})],
      ['list of the bureau', test.bureau, paths.syndicates({})],
      ['choice', icbc, paths.newSyndicate({})],
      ['plan', icbc, paths.newSyndicate({}, { application: application.id })],
      ['plan again', icbc, paths.syndicatePlan({ id: forming })],
      ['forming', icbc, show(forming)],
      ['confirming', test.owner, show(confirming)],
      ['inviting, of the lead', icbc, show(inviting)],
      ['invited', abc, show(inviting)],
      ['drawing, of the agent', icbc, show(drawing)],
      ['drawing, of a member', psbc, show(drawing)],
      ['drawing, of the enterprise', test.owner, show(drawing)],
      ['sample', test.bureau, show(sample)],
    ]
    served = await serve(test.app)
    origin = served.origin
  })
  after(async () => {
    if (!origin) return
    await served.close()
    await test.close()
  })

  for (const width of widths) {
    it(`have no fault that axe finds, no complaint and no sideways scroll at ${width} px, and are pictured on request`, async () => {
      for (const who of new Set(pages.map(([, one]) => one))) {
        const { context, page, complaints } = await visit({ width })
        try {
          await signInOn(page, origin, who.person.email)
          for (const [name, , address] of pages.filter(([, one]) => one === who)) {
            const answer = await page.goto(origin + address)
            assert.equal(answer?.status(), 200, name)
            await page.waitForLoadState()
            if (process.env.PICTURES)
              await page.screenshot({ path: `${process.env.PICTURES}/${width}-${name}.png`, fullPage: true })
            assert.deepEqual(await violationsOf(page), [], name)
            assert.equal(await sidewaysScroll(page), 0, name)
          }
          assert.deepEqual(complaints, [])
        } finally {
          await context.close()
        }
      }
    })
  }

  it('are worked without a script: a bank takes its part', async () => {
    const id = await invited(test, { abc: 80_000 })
    const { context, page } = await visit({ width: 360, javaScript: false })
    try {
      await signInOn(page, origin, test.bank.abc.person.email)
      await page.goto(origin + paths.syndicate({ id }))
      await page.fill('#f-acceptAmount', '70000')
      await page.click('#do-accept button')
      await page.waitForLoadState()
      assert.match((await page.textContent('main')) ?? '', /承贷 70,000 万元/)
    } finally {
      await context.close()
    }
  })
})
