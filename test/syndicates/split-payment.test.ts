import assert from 'node:assert/strict'
import fc from 'fast-check'
import { splitByShare } from '../../src/finance/index.js'
import { splitPayment } from '../../src/syndicates/rules/split-payment.js'

const YI = 10_000 * 1_000_000
const sum = (fen: readonly number[]) => fen.reduce((all, one) => all + one, 0)
const nothing = (weights: readonly number[]) => weights.map(() => 0)

/** Weights, and steps that use up a part of them or all. */
const cases = (most: number) =>
  fc.array(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 9 }).chain((weights) =>
    fc.tuple(
      fc.constant(weights),
      fc.array(fc.integer({ min: 1, max: Math.max(1, Math.ceil(sum(weights) / 6)) }), {
        minLength: 1,
        maxLength: 25,
      }),
    ),
  )

/** Walks through the steps as far as the weights last, then to the end when asked to. */
function walk(
  weights: readonly number[],
  steps: readonly number[],
  toEnd: boolean,
  each: (given: readonly number[]) => void,
) {
  let given: readonly number[] = nothing(weights)
  const take = (amount: number) => {
    const parts = splitPayment(weights, given, amount)
    assert.equal(sum(parts), amount)
    assert.ok(parts.every((part) => part >= 0))
    given = given.map((one, bank) => one + (parts[bank] ?? 0))
    each(given)
  }
  for (const step of steps) if (sum(given) + step <= sum(weights)) take(step)
  if (toEnd && sum(given) < sum(weights)) take(sum(weights) - sum(given))
  return given
}

describe('splitting what is drawn among the banks', () => {
  it('splits the first drawdown of the 4.6 GW project to the fen', () => {
    const weights = [12, 8, 6, 5, 4, 3].map((yi) => yi * YI)
    const parts = splitPayment(weights, nothing(weights), 1500 * 1_000_000)
    assert.deepEqual(parts, [473_684_210, 315_789_474, 236_842_105, 197_368_421, 157_894_737, 118_421_053])
    assert.equal(sum(parts), 1_500_000_000)
  })

  it('is the plain split by share for a first amount', () => {
    fc.assert(
      fc.property(cases(400 * YI), ([weights, [first = 1]]) => {
        const amount = Math.min(first, sum(weights))
        assert.deepEqual(splitPayment(weights, nothing(weights), amount), splitByShare(amount, weights))
      }),
    )
  })

  it('gives every bank exactly its share once all is drawn, whatever the steps', () => {
    fc.assert(
      fc.property(cases(400 * YI), ([weights, steps]) => {
        assert.deepEqual(
          walk(weights, steps, true, () => undefined),
          weights,
        )
      }),
    )
  })

  it('never takes back, never gives a bank more than its share, and never drifts, even fen by fen', () => {
    fc.assert(
      fc.property(cases(60), ([weights, steps]) => {
        walk(weights, [...steps, ...Array.from({ length: 40 }, () => 1)], true, (given) => {
          const reached = sum(given)
          given.forEach((one, bank) => {
            const exact = (reached * (weights[bank] ?? 0)) / sum(weights)
            assert.ok(one <= (weights[bank] ?? 0))
            assert.ok(Math.abs(one - exact) < 2, `${one} fen instead of ${exact} of ${weights.join()} at ${reached}`)
          })
        })
      }),
      // The example starves the first bank where the wrong one has to wait for a fen.
      {
        numRuns: 300,
        examples: [
          [
            [
              [42, 1, 1, 1, 3, 11, 25, 7],
              [1, 9],
            ],
          ],
        ],
      },
    )
  })

  it('splits what comes back by what each has paid out, and ends with nothing owed', () => {
    fc.assert(
      fc.property(cases(400 * YI), cases(400 * YI), ([weights, draws], [, repayments]) => {
        const drawn = walk(weights, draws, false, () => undefined)
        if (sum(drawn) === 0) return
        assert.deepEqual(
          walk(drawn, repayments, true, () => undefined),
          drawn,
        )
      }),
    )
  })

  it('refuses more than there is, nothing, parts of a fen, and what does not fit', () => {
    assert.throws(() => splitPayment([10, 10], [5, 5], 11), RangeError)
    assert.throws(() => splitPayment([10, 10], [5, 5], 0), RangeError)
    assert.throws(() => splitPayment([10, 10], [5, 5], -1), RangeError)
    assert.throws(() => splitPayment([10, 10], [5, 5], 1.5), RangeError)
    assert.throws(() => splitPayment([10, 10], [11, 0], 1), RangeError)
    assert.throws(() => splitPayment([10, 10], [0], 1), RangeError)
  })
})
