import assert from 'node:assert/strict'
import fc from 'fast-check'
import { significantAt, rateDifferenceP, timeDifferenceP } from '../../../src/statistics/fairness/significance-tests.js'

const close = (actual: number | null, expected: number, within: number) => {
  assert.ok(actual !== null && Math.abs(actual - expected) < within, `${String(actual)} is not ${String(expected)}`)
}

describe('the test of two rates', () => {
  it('gives the values of the chi-square table with continuity correction', () => {
    // 2×2 tables 30/70, 50/50 and 12/28, 25/35; chi-square 7.5208 and 0.9456 on one degree of freedom.
    close(rateDifferenceP({ hits: 30, cases: 100 }, { hits: 50, cases: 100 }), 0.006099, 0.00002)
    close(rateDifferenceP({ hits: 12, cases: 40 }, { hits: 25, cases: 60 }), 0.3309, 0.0002)
  })

  it('says 1 where rates are equal, and is the same whichever comes first', () => {
    assert.ok((rateDifferenceP({ hits: 20, cases: 40 }, { hits: 100, cases: 200 }) ?? 0) > 0.999)
    assert.equal(rateDifferenceP({ hits: 0, cases: 40 }, { hits: 0, cases: 200 }), 1)
    const rate = fc.integer({ min: 10, max: 300 }).chain((cases) => fc.record({ cases: fc.constant(cases), hits: fc.nat({ max: cases }) })) // prettier-ignore
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [p, q] = [rateDifferenceP(a, b), rateDifferenceP(b, a)]
        assert.equal(p === null, q === null)
        if (p !== null && q !== null) assert.ok(p >= 0 && p <= 1.0000001 && Math.abs(p - q) < 1e-9)
      }),
    )
  })

  it('says nothing of fewer than ten cases, or where the approximation is too rough', () => {
    assert.equal(rateDifferenceP({ hits: 9, cases: 9 }, { hits: 10, cases: 400 }), null)
    assert.equal(rateDifferenceP({ hits: 10, cases: 400 }, { hits: 0, cases: 9 }), null)
    assert.equal(rateDifferenceP({ hits: 2, cases: 12 }, { hits: 3, cases: 400 }), null)
  })
})

describe('the test of times', () => {
  const ten = Array.from({ length: 10 }, (_one, n) => n)

  it('gives the value of the normal approximation with shared ranks', () => {
    // All ten greater than all ten others: U = 0, z = 49.5 / √175.
    close(timeDifferenceP(ten, ten.map((n) => n + 100)), 0.000183, 0.000005) // prettier-ignore
    // Every value twice, once on each side: no distance at all.
    assert.ok((timeDifferenceP(ten, ten) ?? 0) > 0.999)
  })

  it('says 1 of values that are all the same, and nothing of fewer than ten', () => {
    const threes = ten.map(() => 3)
    assert.equal(timeDifferenceP(threes, threes), 1)
    assert.equal(timeDifferenceP(ten.slice(1), ten), null)
  })

  it('is the same whichever comes first, and does not change when every time grows alike', () => {
    const times = fc.array(fc.nat({ max: 30 }), { minLength: 10, maxLength: 60 })
    fc.assert(
      fc.property(times, times, (a, b) => {
        const p = timeDifferenceP(a, b) ?? -1
        assert.ok(Math.abs(p - (timeDifferenceP(b, a) ?? -1)) < 1e-9)
        const twice = (some: readonly number[]) => some.map((one) => one * 2 + 1)
        assert.ok(Math.abs(p - (timeDifferenceP(twice(a), twice(b)) ?? -1)) < 1e-12)
      }),
    )
  })
})

describe('the choice among many tests', () => {
  it('marks as Benjamini and Hochberg did in their example', () => {
    const ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1] // prettier-ignore
    assert.equal(significantAt(ps, 0.05).filter(Boolean).length, 4)
  })

  it('keeps the order, leaves out what was not tested, and marks nothing of nothing', () => {
    assert.deepEqual(significantAt([0.9, null, 0.001, null, 0.8], 0.05), [false, false, true, false, false])
    assert.deepEqual(significantAt([], 0.05), [])
    assert.deepEqual(significantAt([null], 0.05), [false])
  })

  it('marks more, never less, where a test becomes clearer', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (ps) => {
        const clearer = [0, ...ps.slice(1)]
        const before = significantAt(ps, 0.05)
        significantAt(clearer, 0.05).forEach((marked, at) => assert.ok(marked || !before[at]))
      }),
    )
  })
})
