import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { systemActor } from '../../src/audit/index.js'
import { needsBrowser, openSound, visit, widths } from '../support/browser.js'
import { openPerson, password } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'

/** Every page of monitoring with samples in it, as its people see it. */
describe('the pages of monitoring in a browser', function () {
  this.timeout(120_000)
  let site: TestSite
  const people: Record<'bureau' | 'owner', string> = { bureau: '', owner: '' }
  let addresses: readonly (readonly ['bureau' | 'owner', string])[] = []

  before(async function () {
    needsBrowser(this)
    site = await startSite()
    const { deps } = site
    await deps.samples.turnOn(systemActor)
    const [project] = (await deps.projectLists.all()).filter(({ owner }) => owner.includes('001号'))
    assert.ok(project?.creditCode)
    const enterprise = await deps.enterprises.findByCreditCode(project.creditCode)
    assert.ok(enterprise)
    people.bureau = (await openPerson(site, 'bureau')).email
    const organisation = { kind: 'enterprise' as const, id: enterprise.id }
    people.owner = (await openPerson(site, 'owner', { organisation })).email
    const agreement = (await deps.agreements.all())[0]?.id ?? ''
    const figure = (await deps.publicFigures.all())[0]?.id ?? ''
    addresses = [
      ...[
        '/bureau/pipeline',
        '/bureau/pipeline?list=owners&stage=在建',
        '/bureau/pipeline?q=没有这样的项目',
        '/bureau/pipeline/imports',
        `/bureau/pipeline/projects/${project.id}`,
        '/bureau/agreements',
        `/bureau/agreements/${agreement}`,
        '/bureau/agreements/new',
        '/bureau/reported',
        `/bureau/reported/figures/${figure}`,
        '/bureau/reported/imports',
      ].map((address) => ['bureau', address] as const),
      ['owner', '/enterprise/pipeline'],
    ]
  })
  after(async () => {
    await (site as TestSite | undefined)?.close()
  })

  async function signedIn(page: Page, email: string): Promise<void> {
    await page.goto(`${site.origin}/sign-in`)
    await page.fill('#f-email', email)
    await page.fill('#f-password', password)
    await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.click('#sign-in button')])
  }

  for (const width of widths) {
    it(`have no fault that axe finds and no sideways scroll at ${width} px`, async () => {
      for (const role of ['bureau', 'owner'] as const) {
        const { context, page, complaints } = await visit({ width })
        try {
          await signedIn(page, people[role])
          for (const [, address] of addresses.filter(([whose]) => whose === role)) {
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
