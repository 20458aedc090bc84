import assert from 'node:assert/strict'
import { centreTabs } from '../../src/menus.js'
import { startApp, type TestApp } from '../support/app.js'
import { signedInAs } from '../support/people.js'

describe('the menu of the centre', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  it('stands on every page that it leads to, which is the one marked', async () => {
    const { visitor } = await signedInAs(test, 'administrator')
    const menu = centreTabs('home').map(({ text, href }) => ({ text, href }))
    assert.ok(menu.some(({ href }) => href === '/centre/jobs'))
    for (const { text, href } of menu) {
      const $ = await visitor.open(href)
      const tabs = $('nav.tabs[aria-label="服务中心工作台"] a')
      assert.deepEqual(tabs.toArray().map((one) => $(one).attr('href')), menu.map((one) => one.href), href) // prettier-ignore
      assert.deepEqual(tabs.filter('[aria-current=page]').toArray().map((one) => $(one).text()), [text], href) // prettier-ignore
    }
  })

  it('is not that of the bureau, which has its own around the pages that both read', async () => {
    const { visitor } = await signedInAs(test, 'bureau')
    for (const address of ['/audit', '/registers', '/bureau/pipeline', '/bureau/reported']) {
      const $ = await visitor.open(address)
      assert.equal($('nav.tabs[aria-label="工信局工作台"] a[aria-current=page]').length, 1, address)
      assert.equal($('nav.tabs[aria-label="服务中心工作台"]').length, 0, address)
    }
  })
})
