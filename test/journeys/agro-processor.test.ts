import assert from 'node:assert/strict'
import { parseFacts, type MatchRecord } from '@lueqiao/matching-engine'
import { decide } from '../../src/matching/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import {
  answerEverything,
  answerFields,
  answerInOrder,
  countsOn,
  go,
  isQuestionnaire,
  productsIn,
  recordText,
  sampleFacts,
  sendAnswer,
  sendProfile,
  showResultNow,
} from './answering.js'

/** A three-year-old private fruit and vegetable processor of the 8th Division, tax grade B, asking 300 万元. */
const facts = { ...sampleFacts('agro-processor-8th-division'), 'need.amountWan': 300 }

describe('journey: an agro-processor of the 8th Division looks for 300 万元', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
  })
  after(() => site.close())
  beforeEach(() => {
    visitor = new Visitor(site.app)
  })

  it('answers what is asked, without an account, and sees the verdicts of the full profile', async () => {
    const { address, asked } = await answerEverything(visitor, facts)
    const $ = await visitor.open(address)
    const snapshot = await site.deps.catalogue.current()
    const parsed = parseFacts(facts, snapshot.vocabulary)
    assert.ok(parsed.ok)
    const full = decide(snapshot, parsed.facts, '2026-11-22').record
    const record = JSON.parse(await recordText(visitor, address)) as MatchRecord
    assert.deepEqual(verdicts(record), verdicts(full))
    assert.equal(countsOn($)[0], full.results.filter((result) => result.verdict === 'eligible').length)
    assert.equal(
      countsOn($).reduce((sum, count) => sum + count, 0),
      110,
    )
    assert.ok(asked.length < 30, `${asked.length} questions for 40 facts`)
  })

  it('is told how many products fit, and for each condition what it is, its own value, the bound and the basis', async () => {
    const $ = await visitor.open(await sendProfile(visitor, facts))
    const fitting = productsIn($, 'fit')
    assert.equal($('h1').text(), `${fitting.length} 个产品符合`)
    assert.ok(fitting.includes('云税贷'))
    assert.match($('.lead').text(), /需求 300 万元，12 个月，用于流动资金；不属于绿色项目/)
    const card = $('#fit li.card').filter((_, one) => $(one).find('h3').text().trim() === '云税贷')
    const cells = card
      .find('tbody tr')
      .toArray()
      .map((row) =>
        $(row)
          .children()
          .toArray()
          .map((cell) => $(cell).text().trim()),
      )
    assert.deepEqual(
      cells.find((row) => row[1] === '年纳税额不少于 1 万元'),
      ['符合', '年纳税额不少于 1 万元', '45 万元', '≥ 1 万元', '自报', '公开'],
    )
  })

  it('sees why a product does not fit, by how much, and what part of the need it could still give', async () => {
    const $ = await visitor.open(await sendProfile(visitor, { ...facts, 'need.amountWan': 310 }))
    const card = $('#near li.card').filter((_, one) => $(one).find('h3').text().trim() === '云税贷')
    const failing = card.find('tbody tr').first()
    assert.match(failing.text(), /不符合/)
    assert.match(failing.find('td .fail').text(), /多 10 万元/)
    assert.match(card.find('.note').text(), /可部分满足：最多 300 万元/)
  })

  it('can see results at any point, and what it left out is 待补充 and never 不符合', async () => {
    const first = await go(sendAnswer(visitor, await visitor.open('/match'), answerFields('need.purpose', '流动资金')))
    assert.ok(isQuestionnaire(first))
    const $ = await visitor.open(await showResultNow(visitor, await visitor.open(first)))
    assert.equal(countsOn($)[0], 0)
    assert.ok((countsOn($)[1] ?? 0) > 0)
    assert.equal($('#maybe tbody tr .fail').length, 0)
  })

  it('comes back to the question when it opens the address of a refused answer again', async () => {
    const first = await go(sendAnswer(visitor, await visitor.open('/match'), answerFields('need.purpose', '流动资金')))
    const refused = await sendAnswer(visitor, await visitor.open(first), { fact: 'need.amountWan', value: 'x' }).expect(
      422,
    )
    assert.equal(refused.headers.location, undefined)
    for (const address of [`${first}/answers`, `${first}/result`]) {
      await visitor.get(address).expect(303).expect('Location', first)
    }
  })

  it('can change an answer from the result; the new result differs and the old one stays as it was', async () => {
    const old = await sendProfile(visitor, facts)
    const before = await recordText(visitor, old)
    const $old = await visitor.open(old)
    const change =
      $old('#given a')
        .filter((_, one) => $old(one).text() === '修改纳税信用等级')
        .attr('href') ?? ''
    const $question = await visitor.open(change)
    assert.equal($question('input[name=value]:checked').attr('value'), 'B')
    const back = await go(sendAnswer(visitor, $question, answerFields('enterprise.taxGrade', 'D')))
    const $new = await visitor.open(back)
    assert.ok((countsOn($new)[0] ?? 0) < (countsOn($old)[0] ?? 0))
    assert.equal(await recordText(visitor, old), before)
  })

  it('gets the same record whatever the order of the answers', async () => {
    const order = Object.keys(facts).filter((_, place) => place % 4 === 0)
    const one = await recordText(visitor, await answerInOrder(visitor, facts, order))
    const other = await recordText(visitor, await answerInOrder(new Visitor(site.app), facts, [...order].reverse()))
    assert.equal(one, other)
  })

  it('is ordered by cost at first, and by speed, amount or green when asked, from the stored record alone', async () => {
    const address = await sendProfile(visitor, facts)
    const orders = new Map<string, readonly string[]>()
    for (const by of ['cost', 'speed', 'amount', 'green'])
      orders.set(by, productsIn(await visitor.open(`${address}?by=${by}`), 'fit'))
    assert.deepEqual(productsIn(await visitor.open(address), 'fit'), orders.get('cost'))
    assert.notDeepEqual(orders.get('speed'), orders.get('cost'))
    for (const order of orders.values()) assert.deepEqual([...order].sort(), [...(orders.get('cost') ?? [])].sort())
  })

  it('is ordered by what it can see: in every group the shown figure of the order never falls back', async () => {
    const address = await sendProfile(visitor, { ...facts, 'need.amountWan': 900, 'need.greenCode': '4.2.2' })
    const { products } = await site.deps.catalogue.current()
    const green = (id: string) => {
      const codes = products.get(id)?.greenCodes ?? []
      const covers = codes.some((code) => '4.2.2.'.startsWith(`${code}.`))
      return String(covers ? 2 : codes.length > 0 ? 1 : 0)
    }
    const orders = [
      ['cost', '综合年成本', 1],
      ['speed', '办理时间', 1],
      ['amount', '覆盖需求', -1],
      ['green', '绿色', -1],
    ] as const
    for (const [by, label, direction] of orders) {
      const $ = await visitor.open(`${address}?by=${by}`)
      const seen = new Set<string>()
      for (const group of ['fit', 'maybe', 'near']) {
        const shown = $(`#${group} li.card`)
          .toArray()
          .map((card) => {
            const id = $(card).find('h3 a').attr('href')?.replace('/products/', '') ?? ''
            const term = $(card)
              .find('dl.facts > div')
              .filter((_, one) => $(one).find('dt').text().startsWith(label))
            return by === 'green' ? green(id) : term.find('dd').text()
          })
        const values = shown.map((text) => (/^[\d,.]+/.test(text) ? direction * Number.parseFloat(text) : Infinity))
        for (const value of values) seen.add(String(value))
        assert.deepEqual(
          values,
          [...values].sort((a, b) => (a === b ? 0 : a - b)),
          `${by} in ${group}`,
        )
      }
      assert.ok(seen.size > 1, `${by}: all figures are alike, nothing is shown by this`)
    }
  })

  it('finds every one of the 110 products on the page, and no promise', async () => {
    const $ = await visitor.open(await sendProfile(visitor, facts))
    assert.equal($('table.conditions').length, 110)
    assert.match($('#record').text(), /不是承诺：是否放款、额度与利率由银行决定/)
    const response = await visitor.get(await sendProfile(visitor, facts))
    assert.equal(response.headers['cache-control'], 'no-store')
    assert.match(response.text, /<meta name="robots" content="noindex">/)
  })
})

const verdicts = (record: MatchRecord) =>
  Object.fromEntries(record.results.map(({ product, verdict }) => [product, verdict]))
