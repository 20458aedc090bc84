import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { needsBrowser, openSound, visit, widths } from '../support/browser.js'
import { openPerson, password } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'
import { enterRaw } from './enter-raw.js'
import { stepRecords } from './promises/step-records.js'

const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'
const ADDRESSES = {
  bureau: [
    `/bureau/unmet?${everything}`,
    `/bureau/unmet/rows?${everything}&list=needs`,
    `/bureau/promises?${everything}`,
    `/bureau/promises/rows?${everything}&kind=ended`,
    '/bureau/promises?stretch=custom&from=2020-01-01&to=2020-01-31',
    `/bureau/fairness?${everything}`,
    `/bureau/fairness/rows?${everything}&by=size&group=?&what=all`,
  ],
  officer: [`/bank/figures?${everything}`, `/bank/figures/rows?${everything}&what=requests`],
} as const

describe('the pages that judge, in a browser', function () {
  this.timeout(180_000)
  let site: TestSite
  const people = { bureau: '', officer: '' }

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    await site.deps.samples.turnOn(systemActor)
    await enterRaw(site, stepRecords(95, 200, true))
    people.bureau = (await openPerson(site, 'bureau')).email
    people.officer = (await openPerson(site, 'officer', { organisation: { kind: 'bank', id: 'abc' } })).email
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  for (const width of widths) {
    it(`have no fault that axe finds and no sideways scroll at ${width} px`, async () => {
      for (const role of ['bureau', 'officer'] as const) {
        const { context, page, complaints } = await visit({ width })
        try {
          await page.goto(`${site.origin}/sign-in`)
          await page.fill('#f-email', people[role])
          await page.fill('#f-password', password)
          await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.click('#sign-in button')])
          for (const address of ADDRESSES[role]) {
            await openSound(page, site.origin, address)
          }
          assert.deepEqual(complaints, [])
        } finally {
          await context.close()
        }
      }
    })
  }
})
