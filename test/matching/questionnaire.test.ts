import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  declinedFacts,
  expiryFrom,
  factsOf,
  withAnswer,
  withProfile,
  type Answer,
} from '../../src/matching/rules/questionnaire.js'

const known = (fact: string, value: string): Answer => ({ fact, state: 'known', value })
const declined = (fact: string): Answer => ({ fact, state: 'declined' })

const anAnswer = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string()))
  .map(([fact, value]) => (value === null ? declined(fact) : known(fact, value)))

describe('questionnaire', () => {
  it('holds one answer to a question, the last one, in the place of the first', () => {
    const answers = [known('a', '1'), known('b', '2'), declined('a')].reduce(withAnswer, [] as readonly Answer[])
    assert.deepEqual(answers, [declined('a'), known('b', '2')])
  })

  it('knows for each question what was answered last, whatever came between', () => {
    fc.assert(
      fc.property(fc.array(anAnswer), (sent) => {
        const answers = sent.reduce(withAnswer, [] as readonly Answer[])
        const last = new Map(sent.map((answer) => [answer.fact, answer]))
        assert.deepEqual(new Map(answers.map((answer) => [answer.fact, answer])), last)
        assert.equal(answers.length, last.size)
      }),
    )
  })

  it('leaves a declined question out of the facts: unknown is never a value', () => {
    const answers = [known('a', '1'), declined('b')]
    assert.deepEqual(factsOf(answers), { a: '1' })
    assert.deepEqual(declinedFacts(answers), new Set(['b']))
  })

  it('takes what stands on the page with all questions: empty is not given, an earlier “不清楚” stays', () => {
    const answers = [known('a', '1'), declined('b'), known('c', '3')]
    assert.deepEqual(withProfile(answers, { c: '4', d: '5' }), [declined('b'), known('c', '4'), known('d', '5')])
    assert.deepEqual(withProfile(answers, { b: '2' }), [known('b', '2')])
  })

  it('is kept for thirty days', () => {
    assert.equal(expiryFrom(new Date('2026-11-22T04:00:00Z')).toISOString(), '2026-12-22T04:00:00.000Z')
  })
})
