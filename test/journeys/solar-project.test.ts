import assert from 'node:assert/strict'
import type { MatchRecord } from '@lueqiao/matching-engine'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { answerEverything, countsOn, productsIn, recordText, sampleFacts, sendProfile } from './answering.js'

const facts = sampleFacts('solar-4.6GW')

describe('journey: a state-owned 4.6 GW solar project of the 3rd Division looks for 38 亿元', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  it('is matched with the six products that carry such a project, whichever way it enters its facts', async () => {
    const $profile = await visitor.open(await sendProfile(visitor, facts))
    assert.deepEqual(countsOn($profile).slice(0, 2), [6, 0])
    const { address } = await answerEverything(new Visitor(site.app), facts)
    const $asked = await visitor.open(address)
    assert.deepEqual(productsIn($asked, 'fit'), productsIn($profile, 'fit'))
  })

  it('reads amounts in 亿元, with the exact figure in 万元 on hover and in print', async () => {
    const $ = await visitor.open(await sendProfile(visitor, facts))
    assert.match($('.lead').text(), /需求 38 亿元，216 个月，用于项目建设；绿色类别：.*（4\.2\.2）/)
    const offers = $('#fit .facts div:first-child abbr').toArray()
    assert.ok(offers.length > 0)
    for (const offer of offers) {
      assert.match($(offer).text(), /亿元$/)
      assert.match($(offer).attr('title') ?? '', /^[\d,]+ 万元$/)
    }
  })

  it('writes 未公布 where a bank has published no figure, never 0', async () => {
    const address = await sendProfile(visitor, facts)
    const $ = await visitor.open(address)
    const { results } = JSON.parse(await recordText(visitor, address)) as MatchRecord
    const fitting = results.filter((result) => result.verdict === 'eligible')
    const unknownCost = fitting.filter((result) => result.score.costPct === null).length
    const shown = $('#fit .facts div:nth-child(3) dd')
      .toArray()
      .map((one) => $(one).text())
    assert.equal(shown.filter((text) => text.startsWith('未公布')).length, unknownCost)
    assert.ok(
      !$('#fit .facts dd')
        .toArray()
        .some((one) => /^0(\.00%)?$|^0 /.test($(one).text())),
    )
  })
})
