import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addSamples } from '../../src/demo/index.js'
import { paths } from '../../src/paths.js'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { password } from '../support/people.js'
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
  let server: Server
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
    server = createServer(test.app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(async () => {
    if (!origin) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await test.close()
  })

  for (const width of widths) {
    it(`have no fault that axe finds, no complaint and no sideways scroll at ${width} px, and are pictured on request`, async () => {
      for (const who of new Set(pages.map(([, one]) => one))) {
        const { context, page, complaints } = await visit({ width })
        try {
          await page.goto(`${origin}/sign-in`)
          await page.fill('#f-email', who.person.email)
          await page.fill('#f-password', password)
          await Promise.all([
            page.waitForURL((url) => !url.pathname.startsWith('/sign-in')),
            page.click('#sign-in button'),
          ])
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
      await page.goto(`${origin}/sign-in`)
      await page.fill('#f-email', test.bank.abc.person.email)
      await page.fill('#f-password', password)
      await page.click('#sign-in button')
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
