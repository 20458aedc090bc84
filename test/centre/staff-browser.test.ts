import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { centreRoutes, centreService } from '../../src/centre/index.js'
import { addSamples } from '../../src/demo/index.js'
import { findRegister, registersRoutes } from '../../src/registers/index.js'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { serve, type Served } from '../support/site.js'
import { startStaff, type StaffApp } from '../registers/staff-app.js'
import { creditCode, FACTORY_HEADER, workbookOf } from '../registers/workbooks.js'

describe('the desks of the staff in a browser', function () {
  this.timeout(120_000)
  let staff: StaffApp
  let served: Served
  let origin = ''
  const addresses: string[] = []

  before(async function () {
    needsBrowser(this)
    staff = await startStaff((site, deps) => {
      const { connection } = deps.db
      const centre = centreService({ ...deps, connection })
      const samples = {
        areOn: () => Promise.resolve(true),
        turnOn: () => Promise.resolve(),
        turnOff: () => Promise.resolve(),
      }
      centreRoutes(site, { ...deps, connection, centre, samples })
      registersRoutes(site, deps)
    })
    served = await serve(staff.app)
    origin = served.origin
    staff.person('administrator')
    addresses.push(...(await fill(staff)))
  })
  after(async () => {
    if (!origin) return
    await served.close()
    await staff.close()
  })

  for (const width of widths) {
    it(`are sound at ${width} pixels: no violation of axe, no sideways scrolling, no complaint`, async () => {
      const { context, page, complaints } = await visit({ width })
      await context.setExtraHTTPHeaders({ 'x-person': 'administrator-centre' })
      const wrong: string[] = []
      for (const address of addresses) {
        const answer = await page.goto(origin + address)
        assert.equal(answer?.status(), 200, address)
        for (const violation of await violationsOf(page)) wrong.push(`${address}: ${violation}`)
        const sideways = await sidewaysScroll(page)
        if (sideways > 0) wrong.push(`${address}: ${sideways} px too wide`)
      }
      await context.close()
      assert.deepEqual([...wrong, ...complaints], [])
    })
  }
})

/** Something on every page. Returns the addresses. */
async function fill({ deps }: StaffApp): Promise<string[]> {
  const { connection } = deps.db
  await addSamples({ ...deps, connection })
  const centre = centreService({ ...deps, connection })
  const draft = await centre.draft({ title: '系统维护公告', text: '今晚维护。' }, systemActor)
  await centre.moveAnnouncement(draft, 'published', systemActor)
  const { rows } = await deps.enterprises.list({ contradicted: true }, { page: 1, size: 1 })
  const pending = (await deps.enterprises.list({ status: 'pending' }, { page: 1, size: 1 })).rows
  const register = findRegister('green-factory')
  assert.ok(register)
  const imports: string[] = []
  for (const grade of ['国家级', '省级']) {
    const bytes = await workbookOf([
      [...FACTORY_HEADER, '备注'],
      ['示例厂', creditCode(1), grade, 2024],
    ])
    imports.push(await deps.registers.startImport(register, { name: '绿色工厂名单.xlsx', bytes }, systemActor))
    await deps.registers.idle()
  }
  const { entries } = await deps.registers.list({ register: 'green-factory' }, { skip: 0, limit: 1 })
  return [
    '/centre',
    '/centre/enterprises',
    ...[...rows, ...pending].map(({ id }) => `/centre/enterprises/${id}`),
    '/centre/institutions',
    '/centre/institutions/icbc',
    '/centre/users',
    '/centre/announcements',
    '/centre/announcements/new',
    `/centre/announcements/${draft}`,
    '/announcements',
    `/announcements/${draft}`,
    '/registers',
    '/registers/green-factory',
    '/registers/titles?year=1999',
    '/registers/green-factory/imports',
    ...imports.map((id) => `/registers/green-factory/imports/${id}`),
    '/registers/green-factory/entries/new',
    ...entries.map(({ id }) => `/registers/green-factory/entries/${id}`),
  ]
}
