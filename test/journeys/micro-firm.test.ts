import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { answerEverything, countsOn, productsIn, sampleFacts, sendProfile } from './answering.js'

const facts = sampleFacts('micro-firm')

describe('journey: a one-year-old micro firm looks for 30 万元', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  it('sees the four products that fit it, by questions as by the page with all facts', async () => {
    const $ = await visitor.open(await sendProfile(visitor, facts))
    assert.equal(countsOn($)[0], 4)
    assert.equal($('h1').text(), '4 个产品符合')
    const { address } = await answerEverything(new Visitor(site.app), facts)
    assert.deepEqual(productsIn(await visitor.open(address), 'fit'), productsIn($, 'fit'))
  })

  it('sees by how much its one year in operation is short', async () => {
    const $ = await visitor.open(await sendProfile(visitor, facts))
    const short = $('#near tr, #rest tr').filter((_, row) => condition($, row).startsWith('成立年限不少于 2 年'))
    assert.ok(short.length > 0)
    assert.ok(short.toArray().every((row) => $(row).find('td').eq(1).text().includes('1 年少 1 年')))
  })

  it('has its size worked out from industry and staff when it does not know it', async () => {
    const { 'enterprise.sizeClass': known, ...rest } = facts
    assert.equal(known, '微型')
    const $ = await visitor.open(await sendProfile(visitor, rest))
    assert.equal(countsOn($)[0], 4)
    const row = $('#given tr').filter((_, one) => $(one).find('th').text() === '企业规模')
    assert.equal(row.find('td').eq(0).text(), '微型')
    assert.equal(row.find('td').eq(1).text(), '推算')
    assert.ok(
      $('#fit td[data-l="来源"]')
        .toArray()
        .some((one) => $(one).text() === '推算'),
    )
  })
})

const condition = ($: CheerioAPI, row: Parameters<CheerioAPI>[0]) => $(row).find('th').text()
