import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
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
    }
    const $none = await visitor.open(`${address}?fact=enterprise.industry&q=zzzzzz`)
    assert.match($none('[role=status]').text(), /没有找到/)
  })

  it('takes a word that was typed and sent with 继续 for a search, and loses nothing of it', async () => {
    const address = await start()
    for (const sent of [{ q: '1353' }, { q: '肉制品', find: '1' }, { q: '肉制品', find: '1', value: '1353' }]) {
      const $ = await visitor.open(`${address}?fact=enterprise.industry`)
      const fields = { _csrf: $('input[name=_csrf]').attr('value') ?? '', fact: 'enterprise.industry', ...sent }
      const answer = await visitor.post(`${address}/answers`, fields).expect(303)
      const to = new URL(answer.get('location') ?? '', 'http://site')
      assert.deepEqual([to.pathname, to.searchParams.get('q')], [address, sent.q])
    }
  })

  it('asks anew when “不清楚” is changed, and takes neither when both are given', async () => {
    const address = await start()
    const fact = 'need.amountWan'
    await go(sendAnswer(visitor, await visitor.open(`${address}?fact=${fact}`), { fact, unknown: '1' }))
    const $ = await visitor.open(`${address}?fact=need.amountWan`)
    assert.equal($('input[name=unknown]').is(':checked'), false)
    const both = await sendAnswer(visitor, $, { fact, value: '300', unknown: '1' }).expect(422)
    assert.match(both.text, /请只留一个/)
    assert.match(both.text, /value="300"/)
    const changed = await go(sendAnswer(visitor, $, { fact, value: '300' }))
    assert.match((await visitor.open(changed))('.answers').text(), /300 万元/)
  })

  it('offers “不是绿色项目” beside the classes, and keeps the class that was chosen in sight', async () => {
    const address = await start()
    const $ = await visitor.open(`${address}?fact=need.greenCode`)
    const offered = $('.picks input')
      .toArray()
      .map((one) => $(one).attr('value'))
    assert.deepEqual(offered, ['none'])
    await go(sendAnswer(visitor, $, answerFields('need.greenCode', '4.2.2')))
    const $again = await visitor.open(`${address}?fact=need.greenCode`)
    assert.equal($again('.picks input:checked').attr('value'), '4.2.2')
  })

  it('leads through broad green classes by links, without any script, and offers only the finest as answers', async () => {
    const address = await start()
    const narrowing = ($: CheerioAPI) =>
      $('nav[aria-label=按大类查找] a')
        .toArray()
        .map((one) => ({ text: $(one).text(), href: $(one).attr('href') ?? '' }))
    const offered = ($: CheerioAPI) =>
      $('.picks input')
        .toArray()
        .map((one) => $(one).attr('value') ?? '')
    const top = narrowing(await visitor.open(`${address}?fact=need.greenCode`))
    assert.deepEqual(
      top.map(({ text }) => text.slice(0, 2)),
      ['1 ', '2 ', '3 ', '4 ', '5 ', '6 ', '7 ', '8 ', '9 '],
    )
    const $four = await visitor.open(top[3]?.href ?? '')
    assert.deepEqual(offered($four), ['none'])
    assert.match($four('[role=status]').text(), /“4 能源绿色低碳转型”下有 \d+ 类/)
    const second = narrowing($four)
    assert.equal(second.at(-1)?.text, '返回全部大类')
    const $finest = await visitor.open(second.find(({ text }) => text.startsWith('4.2 '))?.href ?? '')
    assert.ok(offered($finest).includes('4.2.2'))
    assert.ok(offered($finest).every((code) => code === 'none' || /^4\.2\.\d+$/.test(code)))
    assert.match(narrowing($finest).at(-1)?.text ?? '', /^返回 4 能源绿色低碳转型$/)
    const $named = await visitor.open(`${address}?fact=need.greenCode&q=${encodeURIComponent('绿色消费')}`)
    assert.deepEqual(
      narrowing($named).map(({ text }) => text),
      ['9 绿色消费', '9.1 绿色消费'],
    )
  })

  it('shows what is below a broad class that was sent as an answer, and stores nothing', async () => {
    const address = await start()
    const $ = await visitor.open(`${address}?fact=need.greenCode`)
    const refused = await sendAnswer(visitor, $, { fact: 'need.greenCode', value: '4' }).expect(422)
    assert.match(loadPage(refused.text)('nav[aria-label=按大类查找]').text(), /4\.2 /)
    assert.match((await visitor.open(address))('.prog').text(), /已答 1 题/)
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
