import assert from 'node:assert/strict'
import { FACTS, type MatchRecord } from '@lueqiao/matching-engine'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import {
  answerEverything,
  answerFields,
  answerInOrder,
  askedFact,
  countsOn,
  go,
  recordText,
  sendAnswer,
} from './answering.js'

describe('journey: an enterprise that answers “不清楚” to everything', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
    visitor = new Visitor(site.app)
  })
  after(() => site.close())

  it('is refused nothing for want of an answer: all 110 products are 待补充', async () => {
    const { address, asked } = await answerEverything(visitor, {})
    const $ = await visitor.open(address)
    assert.deepEqual(countsOn($), [0, 110, 0, 0])
    assert.equal(new Set(asked).size, asked.length, 'nothing is asked twice')
    const { results, facts } = JSON.parse(await recordText(visitor, address)) as MatchRecord
    assert.deepEqual(facts, {})
    assert.ok(results.every((result) => result.conditions.every((condition) => condition.state === 'unknown')))
  })

  it('is told for every product what to supply, each with a link to that question', async () => {
    const { address } = await answerEverything(visitor, {})
    const $ = await visitor.open(address)
    const cards = $('#maybe li.card').toArray()
    assert.equal(cards.length, 110)
    for (const card of cards) assert.ok($(card).find('a[href*="?fact="]').length > 0, $(card).find('h3').text())
    const href = $('#maybe a[href*="?fact="]').first().attr('href') ?? ''
    const $question = await visitor.open(href)
    assert.equal(askedFact($question), new URL(href, 'http://site').searchParams.get('fact'))
    assert.equal($question('input[name=unknown]').length, 1)
    // Ticked from last time, it would outweigh what is typed now.
    assert.equal($question('input[name=unknown]:checked').length, 0)
  })

  it('is asked what its size follows from once it does not know its size', async () => {
    const known = { 'need.purpose': '流动资金', 'enterprise.industry': '1353' }
    const order = ['need.purpose', 'enterprise.industry', 'enterprise.sizeClass']
    const questionnaire = await toQuestionnaire(known, order)
    const asked = await askedAfter(questionnaire)
    assert.ok(asked.includes('enterprise.employees'), asked.join(' '))
    assert.ok(asked.includes('enterprise.annualRevenueWan'))
    assert.ok(!asked.includes('enterprise.sizeClass'))
  })

  it('can be taken back: a value in the place of “不清楚” counts', async () => {
    const facts = { 'enterprise.dishonest': true }
    const order = ['enterprise.dishonest']
    const unknown = await answerInOrder(new Visitor(site.app), {}, order)
    const known = await answerInOrder(new Visitor(site.app), facts, order)
    assert.equal(countsOn(await visitor.open(unknown))[2], 0)
    assert.ok((countsOn(await visitor.open(known))[2] ?? 0) > 100)
  })

  async function toQuestionnaire(facts: Record<string, string>, order: readonly string[]): Promise<string> {
    let address = '/match'
    for (const fact of order) {
      const $ = await visitor.open(`${address}?fact=${fact}`)
      address = await go(sendAnswer(visitor, $, answerFields(fact, facts[fact])))
    }
    return address
  }

  /** Answers “不清楚” from here on and lists what is asked. */
  async function askedAfter(address: string): Promise<readonly string[]> {
    const asked: string[] = []
    for (let at = address; at.includes('/questionnaires/');) {
      assert.ok(asked.length < FACTS.length)
      const $ = await visitor.open(at)
      asked.push(askedFact($))
      at = await go(sendAnswer(visitor, $, answerFields(askedFact($), undefined)))
    }
    return asked
  }
})
