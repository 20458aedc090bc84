import assert from 'node:assert/strict'
import path from 'node:path'
import { loadPage } from '../support/load-page.js'
import express from 'express'
import request from 'supertest'
import { aboutRoutes } from '../../src/about/index.js'
import { paths } from '../../src/paths.js'
import { RANKINGS } from '@lueqiao/matching-engine'
import { tableNames } from '../../src/reference/index.js'
import { projectRoot } from '../../src/root.js'
import { Site } from '../../src/web/route.js'

const catalogue = {
  version: '2026-11-22-0123456789ab',
  asOf: '2026-11-22',
  banks: [{ id: 'abc' }, { id: 'psbc' }],
  products: (['published', 'published', 'partial', 'illustrative'] as const).map((confidence) => ({ confidence })),
}
const origins = tableNames.map((name) => ({ name, source: 'x', asOf: '2026-04-20 (in force)', contentHash: 'x' }))

const site = new Site()
aboutRoutes(site, { reference: { origins }, catalogue: { current: () => Promise.resolve({ catalogue }) } })
const app = express()
app.set('views', path.join(projectRoot, 'views'))
app.set('view engine', 'ejs')
app.use(site.router)

async function open(address: string): Promise<{ readonly text: string; readonly $: ReturnType<typeof loadPage> }> {
  const { text } = await request(app).get(address).expect(200).expect('Content-Type', /html/)
  return { text, $: loadPage(text) }
}

const words = ($: ReturnType<typeof loadPage>, selector = 'main'): string => $(selector).text().replace(/\s+/g, ' ')

describe('the pages that explain the portal', () => {
  const addresses = site.declared.map(({ pattern }) => pattern)

  it('are these seven, open to every visitor', () => {
    const expected = ['/help', '/about', '/about/ranking', '/about/data', '/about/privacy', '/about/accessibility']
    assert.deepEqual(addresses.toSorted(), [...expected, '/verify'].toSorted())
    assert.ok(site.declared.every(({ role, method }) => role === 'visitor' && method === 'GET'))
  })

  for (const address of addresses) {
    it(`${address} has one heading, its title, and marks itself as current`, async () => {
      const { $ } = await open(address)
      assert.equal($('h1').length, 1)
      assert.equal($('title').text(), `${$('h1').text()} · 绿桥`)
      assert.equal($('main nav [aria-current]').attr('href'), address)
      assert.equal($('script:not([src])').length, 0)
    })

    it(`${address} links only to parts that are on the page`, async () => {
      const { $ } = await open(address)
      for (const link of $('a[href^="#"]').toArray()) {
        const target = $(link).attr('href') ?? ''
        assert.equal($(target).length, 1, target)
      }
    })

    it(`${address} links only to addresses of the site`, async () => {
      const { $ } = await open(address)
      const patterns = Object.values(paths).map(({ pattern }): string => pattern)
      for (const link of $('main a[href^="/"]').toArray()) {
        const target = $(link).attr('href') ?? ''
        assert.ok(patterns.includes(target), target)
      }
    })
  }
})

describe('/help', () => {
  it('says what the three verdicts mean and that not knowing is no refusal', async () => {
    const { $ } = await open('/help')
    for (const word of ['符合', '待补充', '不符合']) assert.ok(words($, 'dl').includes(word), word)
    assert.match(words($), /“不清楚”，都不会被当作“否”或 0/)
    assert.match(words($), /以银行审批和合同为准/)
  })
})

describe('/about/ranking', () => {
  it('states every ranking in the words of the engine, with the default marked', async () => {
    const { $ } = await open('/about/ranking')
    const rows = $('tbody tr').toArray()
    assert.equal(rows.length, RANKINGS.length)
    for (const [index, { name, rule }] of RANKINGS.entries()) {
      assert.ok($(rows[index]).text().includes(name))
      assert.ok($(rows[index]).text().includes(rule))
    }
    assert.deepEqual($('tbody .tag').toArray().length, 1)
  })

  it('says that nobody can pay for a place', async () => {
    const { $ } = await open('/about/ranking')
    assert.match(words($), /机构不能付费提前/)
  })
})

describe('/about/data', () => {
  it('names a source and a date for every reference table', async () => {
    const { $ } = await open('/about/data')
    const rows = $('table').last().find('tbody tr').toArray()
    assert.equal(rows.length, tableNames.length)
    for (const row of rows) assert.match($(row).text(), /2026年4月20日/)
  })

  it('counts the products of the catalogue in force by how public their terms are', async () => {
    const { $ } = await open('/about/data')
    const counts = $('table').first().find('td.num').toArray()
    assert.deepEqual(
      counts.map((cell) => $(cell).text()),
      ['2 款', '1 款', '1 款'],
    )
    assert.match(words($), /2 家机构的 4 款产品，整理日期 2026年11月22日/)
    assert.match(words($), /2026-11-22-0123456789ab/)
  })

  it('says that the institution of 惠如意·绿色贷 is not published', async () => {
    const { $ } = await open('/about/data')
    assert.match(words($), /没有公布是哪家机构的产品/)
  })
})

describe('/about', () => {
  it('shows reported figures with their source and keeps them apart from the platform’s own', async () => {
    const { $ } = await open('/about')
    assert.match(words($), /222\.5 亿元/)
    assert.match(words($), /2025 年关于兵团绿色制造的公开报道，不是本平台统计的结果/)
  })
})

describe('/verify', () => {
  it('says how to check without a script and keeps the picker hidden until the script runs', async () => {
    const { $ } = await open('/verify')
    assert.match(words($, '#needs-script'), /npm run -s verify -- record\.json/)
    assert.notEqual($('#verify-desk').attr('hidden'), undefined)
    assert.match($('script[src]').attr('src') ?? '', /^\/js\/verify\.js/)
    assert.equal($('label[for="record-file"]').length, 1)
    assert.equal($('#verify-report').attr('role'), 'status')
  })
})
