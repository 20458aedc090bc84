import assert from 'node:assert/strict'
import { compileCatalogue, deriveFacts, match, nextQuestion } from '../src/index.js'
import type { FactValue, Facts } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from './delivered.js'
import { randomFacts, randomNumbers, worldOf } from './random-world.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const bands = deliveredSizeBands()
const compiled = compileCatalogue(catalogue, vocabulary, bands)
const world = worldOf(catalogue, vocabulary)

function verdicts(facts: Facts): ReadonlyMap<string, string> {
  const { results } = match(compiled, deriveFacts(facts, bands), { asOf: '2026-11-22' })
  return new Map(results.map(({ product, verdict }) => [product.id, verdict]))
}

/** Answers from a profile until nothing more is asked; what the profile does not know is declined. */
function interview(profile: Facts) {
  const facts: Record<string, FactValue> = {}
  const declined = new Set<string>()
  const asked: string[] = []
  for (;;) {
    const question = nextQuestion(compiled, facts, declined)
    if (question === null) return { facts, declined, asked }
    assert.ok(!asked.includes(question.fact), `${question.fact} is asked twice`)
    asked.push(question.fact)
    const answer = profile[question.fact]
    if (answer === undefined) declined.add(question.fact)
    else facts[question.fact] = answer
  }
}

describe('The questionnaire', () => {
  it('ends with the verdicts of the full profile, without asking everything', () => {
    const random = randomNumbers(21)
    for (let i = 0; i < 25; i += 1) {
      const profile = randomFacts(world, random)
      const { facts, asked } = interview(profile)
      assert.ok(asked.length < 41)
      assert.deepEqual(verdicts(facts), verdicts(profile))
    }
  })

  it('ends when everything is declined, with nothing ineligible for want of an answer', () => {
    const { declined } = interview({})
    assert.ok(declined.size > 0)
    assert.ok([...verdicts({}).values()].every((verdict) => verdict === 'needs_information'))
  })

  it('asks for purpose, term and amount first because they decide most, not because they are listed first', () => {
    const { asked } = interview(randomFacts(world, randomNumbers(22)))
    assert.equal(asked[0], 'need.purpose')
    const question = nextQuestion(compiled, {}, new Set(['need.purpose']))
    assert.ok(question !== null && ['need.termMonths', 'need.amountWan'].includes(question.fact))
  })

  it('says how much an answer settles and which thresholds are behind the question', () => {
    const question = nextQuestion(compiled, {}, new Set())
    assert.ok(question)
    assert.equal(question.undecided, 110)
    assert.equal(question.using, 110)
    assert.equal(question.settles, 110)
    assert.equal(
      question.bounds.reduce((sum, { count }) => sum + count, 0),
      110,
    )
    const counts = question.bounds.map(({ count }) => count)
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    )
  })

  it('asks for what the size class follows from only once the size class was declined', () => {
    const small = catalogue.products.filter(({ id }) => id === 'psbc-xwyd-shuiwu')
    const one = compileCatalogue(
      {
        ...catalogue,
        products: small.map((each) => ({
          ...each,
          criteria: { all: [{ fact: 'enterprise.sizeClass', op: 'in', value: ['小型'], basis: 'published' }] },
          amount: { minWan: null, maxWan: null, basis: 'published' },
        })),
      },
      vocabulary,
      bands,
    )
    const known = { 'need.purpose': '流动资金', 'need.termMonths': 12, 'enterprise.industry': '1373' }
    assert.equal(nextQuestion(one, known, new Set())?.fact, 'enterprise.sizeClass')
    const declined = new Set(['enterprise.sizeClass'])
    const first = nextQuestion(one, known, declined)
    assert.ok(first && ['enterprise.employees', 'enterprise.annualRevenueWan'].includes(first.fact))
    assert.equal(nextQuestion(one, { ...known, 'enterprise.employees': 5 }, declined), null)
    assert.equal(
      nextQuestion(one, { ...known, 'enterprise.employees': 50 }, declined)?.fact,
      'enterprise.annualRevenueWan',
    )
    assert.equal(nextQuestion(one, { ...known, 'enterprise.industry': '8310' }, declined), null)
  })

  it('asks nothing when no answer can change a verdict', () => {
    const decided = randomFacts(world, randomNumbers(23))
    assert.equal(nextQuestion(compiled, decided, new Set()), null)
  })
})
