import assert from 'node:assert/strict'
import { canonicalFacts, createResult } from '../../src/matching/use-cases/create-result.js'
import type { Answer } from '../../src/matching/rules/questionnaire.js'
import { startApp, today, Visitor, type TestApp } from '../support/app.js'

const DAY = 86_400_000
const ID = 'a'.repeat(24)

describe('making a result', () => {
  let site: TestApp
  let now = today
  before(async () => {
    site = await startApp({ now: () => now })
  })
  after(() => site.close())
  beforeEach(async () => {
    now = today
    await site.deps.db.connection.collection('questionnaires').deleteMany({})
  })

  const answered = async (answers: readonly Answer[], id = ID) => {
    const questionnaire = { id, answers }
    await site.deps.questionnaires.insert(questionnaire, {
      createdAt: today,
      expiresAt: new Date(today.getTime() + 30 * DAY),
    })
    return questionnaire
  }

  it('never prolongs the answers: they go thirty days after the first one, the result thirty days after its making', async () => {
    const questionnaire = await answered([{ fact: 'need.amountWan', state: 'known', value: 300 }])
    now = new Date(today.getTime() + 29 * DAY)
    const { id } = await createResult(site.deps, questionnaire)
    now = new Date(today.getTime() + 30 * DAY)
    assert.equal(await site.deps.questionnaires.find(ID, now), null)
    assert.ok(await site.deps.results.find(id, now))
    now = new Date(today.getTime() + 59 * DAY)
    assert.equal(await site.deps.results.find(id, now), null)
  })

  it('says on the result which answers the newer catalogue no longer knows, and counts them as not given', async () => {
    const questionnaire = await answered([
      { fact: 'need.amountWan', state: 'known', value: 300 },
      { fact: 'enterprise.accountBanks', state: 'known', value: ['a-bank-that-is-gone'] },
    ])
    const { id } = await createResult(site.deps, questionnaire)
    const $ = await new Visitor(site.app).open(`/match/${id}`)
    assert.match($('#dropped').text(), /1 项回答里的选项已不存在，本次按未填写处理/)
    assert.equal($('#dropped a').attr('href'), `/match/questionnaires/${ID}?fact=enterprise.accountBanks`)
    const { text } = (await site.deps.results.find(id, now)) ?? { text: '{}' }
    assert.deepEqual((JSON.parse(text) as { facts: unknown }).facts, { 'need.amountWan': 300 })
  })

  it('has no such note when every answer is known', async () => {
    const { id } = await createResult(
      site.deps,
      await answered([{ fact: 'need.amountWan', state: 'known', value: 300 }]),
    )
    assert.equal((await new Visitor(site.app).open(`/match/${id}`))('#dropped').length, 0)
    const { vocabulary } = await site.deps.catalogue.current()
    assert.deepEqual(canonicalFacts({ 'need.amountWan': 300 }, vocabulary).dropped, [])
  })
})
