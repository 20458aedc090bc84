import assert from 'node:assert/strict'
import { completenessOf } from '../../src/enterprises/rules/completeness.js'
import { SECTIONS } from '../../src/enterprises/rules/profile-items.js'
import { entry, wan, year } from './builders.js'

const bands = [
  {
    group: '工业',
    gbt4754: { sections: ['C'] },
    indicators: { employees: { large_min: 1000, medium_min: 300, small_min: 20 } },
  },
]
const of = (given: Partial<Parameters<typeof completenessOf>[0]>, id: string) => {
  const section = completenessOf({ facts: [], years: [], ...given }, '2026-11-22', bands).sections.find(
    (one) => one.id === id,
  )
  return [section?.answered, section?.relevant]
}

describe('completeness of a profile', () => {
  it('counts what is answered of what matters, section by section and in all', () => {
    const { sections, answered, relevant } = completenessOf({ facts: [], years: [] }, '2026-11-22', bands)
    assert.deepEqual(
      sections.map(({ id }) => id),
      [...SECTIONS.map(({ id }) => id), 'figures'],
    )
    assert.equal(answered, 0)
    assert.equal(
      relevant,
      sections.reduce((sum, section) => sum + section.relevant, 0),
    )
  })

  it('counts no, zero and none as answers', () => {
    assert.deepEqual(
      of({ facts: [entry('enterprise.titles', []), entry('enterprise.patents', 0)] }, 'innovation'),
      [2, 2],
    )
    assert.deepEqual(of({ facts: [entry('enterprise.overdueNow', false)] }, 'credit'), [1, 5])
  })

  it('does not ask for the size class once it follows from other facts', () => {
    const [, before] = of({ facts: [entry('enterprise.industry', '1373')] }, 'basics')
    const derived = { facts: [entry('enterprise.industry', '1373')], years: [year(2025, { employees: 50 })] }
    assert.equal(of(derived, 'basics')[1], Number(before) - 1)
    const given = { ...derived, facts: [...derived.facts, entry('enterprise.sizeClass', '小型')] }
    assert.equal(of(given, 'basics')[1], before)
  })

  it('asks only industry about energy inspection, environmental rating and carbon quota', () => {
    assert.equal(of({ facts: [entry('enterprise.industry', '1373')] }, 'green')[1], 5)
    assert.equal(of({ facts: [entry('enterprise.industry', '5111')] }, 'green')[1], 2)
    assert.equal(of({}, 'green')[1], 5, 'an industry that is not known may be one')
  })

  it('counts the figures of the last full year alone', () => {
    const years = [year(2025, { revenueFen: wan(1), employees: 0 }), year(2024, { assetsFen: wan(1) })]
    assert.deepEqual(of({ years }, 'figures'), [2, 8])
  })
})
