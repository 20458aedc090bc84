import assert from 'node:assert/strict'
import fc from 'fast-check'
import { splitByShare } from '../../src/finance/index.js'

const shares = fc
  .array(fc.integer({ min: 0, max: 5_000_000_000_000 }), { minLength: 1, maxLength: 20 })
  .filter((all) => all.some((share) => share > 0))
const amounts = fc.integer({ min: 0, max: 500_000_000_000_000 })

describe('splitting an amount by shares', () => {
  it('sums to the amount, and nobody is more than a fen from the exact share', () => {
    fc.assert(
      fc.property(amounts, shares, (amountFen, all) => {
        const parts = splitByShare(amountFen, all)
        assert.equal(
          parts.reduce((sum, part) => sum + part, 0),
          amountFen,
        )
        const whole = all.reduce((sum, share) => sum + BigInt(share), 0n)
        for (const [index, share] of all.entries()) {
          const down = (BigInt(amountFen) * BigInt(share)) / whole
          assert.ok([down, down + 1n].includes(BigInt(parts[index] ?? -1)))
          if (share === 0) assert.equal(parts[index], 0)
        }
      }),
    )
  })

  it('gives the fen left over to the largest remainders, the earlier of two equal ones first', () => {
    assert.deepEqual(splitByShare(100, [1, 1, 1]), [34, 33, 33])
    assert.deepEqual(splitByShare(101, [1, 1, 1]), [34, 34, 33])
    assert.deepEqual(splitByShare(10, [15, 25, 60]), [2, 2, 6])
    assert.deepEqual(splitByShare(10, [14, 26, 60]), [1, 3, 6])
  })

  it('splits the first drawdown of a syndicate to the fen', () => {
    const commitments = [12, 8, 6, 5, 4, 3].map((yi) => yi * 10_000_000_000)
    const parts = splitByShare(1_500_000_000, commitments)
    assert.deepEqual(parts, [473_684_210, 315_789_474, 236_842_105, 197_368_421, 157_894_737, 118_421_053])
  })

  it('refuses shares that say nothing', () => {
    for (const wrong of [[], [0, 0], [-1, 2], [0.5]]) assert.throws(() => splitByShare(100, wrong), RangeError)
    assert.throws(() => splitByShare(-1, [1]), RangeError)
  })
})
