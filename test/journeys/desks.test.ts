import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import type { Role } from '../../src/kernel/roles.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { openPerson, password } from '../support/people.js'

const desks: Readonly<Record<Role, string>> = {
  owner: '/enterprise',
  member: '/enterprise',
  officer: '/bank',
  manager: '/bank',
  bureau: '/bureau',
  administrator: '/centre',
}

describe('the desk of each role', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  for (const [role, desk] of Object.entries(desks) as [Role, string][]) {
    it(`is where ${role} begins after signing in, and is linked from every page`, async () => {
      const { email } = await openPerson(test, role)
      const visitor = new Visitor(test.app)
      const done = await visitor.submit(await visitor.open('/sign-in'), '#sign-in', { email, password })
      assert.equal(done.headers.location, desk)
      const $ = await visitor.open('/help')
      const links = $('header .user-menu a')
        .toArray()
        .map((link) => [$(link).attr('href'), $(link).text()] as const)
      const work = links.filter(([, text]) => text === '工作台')
      assert.deepEqual(work, [[desk, '工作台']])
      await visitor.open(desk)
    })
  }
})

describe('the home page', () => {
  it('says nothing of announcements when none is published', async () => {
    const test = await startApp()
    await test.deps.centre.draft({ title: '还没有发布', text: '不给人看' }, systemActor)
    const $ = await new Visitor(test.app).open('/')
    assert.equal($('#news').length, 0)
    await test.close()
  })

  it('names and links the three announcements that were published last, the latest first', async () => {
    let now = new Date('2026-11-22T04:00:00Z')
    const test = await startApp({ now: () => now })
    const { centre } = test.deps
    for (const title of ['第一条', '第二条', '第三条', '第四条']) {
      now = new Date(now.getTime() + 60_000)
      await centre.moveAnnouncement(
        await centre.draft({ title, text: '内容在此' }, systemActor),
        'published',
        systemActor,
      )
    }
    const visitor = new Visitor(test.app)
    const $ = await visitor.open('/')
    const links = $('section[aria-labelledby=news] li a').toArray()
    assert.deepEqual(
      links.map((link) => $(link).text()),
      ['第四条', '第三条', '第二条'],
    )
    assert.match((await visitor.open($(links[0]).attr('href') ?? ''))('h1').text(), /第四条/)
    await test.close()
  })
})
