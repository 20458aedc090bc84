import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { answerEverything, answerFields, askedFact, go, sendAnswer } from '../journeys/answering.js'

describe('page with one question', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  const start = async () =>
    go(sendAnswer(visitor, await visitor.open('/match'), answerFields('need.purpose', '流动资金')))

  it('says what the answer settles and why it is asked, with the bounds of the products that are open', async () => {
    const $ = await visitor.open(await start())
    const open = Number(/还有 (\d+) 个待定/.exec($('.prog').text())?.[1])
    const settles = Number(/最多可确定 (\d+) 个产品/.exec($('.ask .pass').text())?.[1])
    assert.ok(settles > 0 && settles <= open)
    assert.ok($('.note').text().includes(`待定的 ${open} 个产品里`))
    const counts = $('.note tbody td.num')
      .toArray()
      .map((one) => Number($(one).text()))
    assert.ok(counts.length > 0 && counts.every((count) => count > 0 && count <= open))
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    )
  })

  it('shows the standing and every answer with a way to change it, and leads back to the one before', async () => {
    const address = await start()
    const $ = await visitor.open(address)
    const numbers = $('aside .pairs dd')
      .toArray()
      .map((one) => Number.parseInt($(one).text(), 10))
    assert.equal(
      numbers.reduce((sum, count) => sum + count, 0),
      110,
    )
    assert.equal($('.answers dt').text(), '资金用途')
    assert.equal($('.answers a').attr('href'), `${address}?fact=need.purpose`)
    assert.equal($('a:contains(上一题)').attr('href'), `${address}?fact=need.purpose`)
    assert.equal(askedFact(await visitor.open(`${address}?fact=need.purpose`)), 'need.purpose')
  })

  it('finds an industry by characters, pinyin or code without any script', async () => {
    const address = await start()
    for (const q of ['肉制品', 'rouzhipin', 'rzp', '1353', '１３５３']) {
      const $ = await visitor.open(`${address}?fact=enterprise.industry&q=${encodeURIComponent(q)}`)
      const found = $('.picks input')
        .toArray()
        .map((one) => $(one).attr('value'))
      assert.ok(found.includes('1353'), q)
      assert.equal($('#q').attr('value'), q)
      assert.equal($('#find').attr('action'), address)
    }
    const $none = await visitor.open(`${address}?fact=enterprise.industry&q=zzzzzz`)
    assert.match($none('[role=status]').text(), /没有找到/)
    const $before = await visitor.open('/match?fact=enterprise.industry&q=1353')
    assert.equal($before('#find').attr('action'), '/match')
  })

  it('offers “不是绿色项目” beside the classes, and keeps the class that was chosen in sight', async () => {
    const address = await start()
    const $ = await visitor.open(`${address}?fact=need.greenCode`)
    const offered = $('.picks input')
      .toArray()
      .map((one) => $(one).attr('value'))
    assert.deepEqual(offered, ['none', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    await go(sendAnswer(visitor, $, answerFields('need.greenCode', '4.2.2')))
    const $again = await visitor.open(`${address}?fact=need.greenCode`)
    assert.equal($again('.picks input:checked').attr('value'), '4.2.2')
  })

  it('works a debt ratio out on the server and shows it among the answers', async () => {
    const address = await start()
    const $ = await visitor.open(`${address}?fact=enterprise.debtRatioPct`)
    const next = await go(
      sendAnswer(visitor, $, { fact: 'enterprise.debtRatioPct', value: '', liabilities: '7997', assets: '11200' }),
    )
    assert.match((await visitor.open(next))('.answers').text(), /71\.4%/)
  })

  it('offers the result when nothing is left to ask, and asks nothing more', async () => {
    const { address } = await answerEverything(visitor, { 'enterprise.dishonest': true })
    const $result = await visitor.open(address)
    const questionnaire = ($result('#given a').attr('href') ?? '').split('?')[0] ?? ''
    const $ = await visitor.open(questionnaire)
    assert.equal($('h1').text(), '已经问完')
    assert.equal($('form[method=post]').attr('action'), `${questionnaire}/result`)
  })

  it('is quick on a poor line, as are the page with all questions and the result: under 60 KB each', async () => {
    const { address } = await answerEverything(visitor, {})
    for (const page of ['/match', '/match/profile', await start(), address]) {
      const { text } = await visitor.get(page).expect(200)
      assert.ok(gzipSync(text).length < 60_000, `${page}: ${gzipSync(text).length} bytes`)
    }
  })
})
