import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  BOUNDS,
  checkShares,
  RULE_SOURCE,
  shareText,
  type RuleCheck,
  type BankShare,
} from '../../src/syndicates/rules/share-rules.js'

const YI = 10_000 * 1_000_000
const share = (key: string, role: BankShare['role'], shareFen: number): BankShare => ({
  key,
  bankName: `${key}行`,
  role,
  shareFen,
})
const failing = (checks: readonly RuleCheck[]) => checks.filter(({ holds }) => !holds).map(({ rule }) => rule)

describe('the rules of syndicated loans', () => {
  it('let the syndicate of the 4.6 GW project pass: the lead has 31.58 %, 68.42 % are distributed', () => {
    const shares = [
      share('牵头', 'lead', 12 * YI),
      ...[8, 6, 5, 4, 3].map((yi, place) => share(`丙${place}`, 'participant', yi * YI)),
    ]
    const checks = checkShares(38 * YI, shares)
    assert.deepEqual(failing(checks), [])
    const said = checks.map(({ sentence }) => sentence).join('\n')
    assert.match(said, /牵头行牵头行承贷 120,000 万元（约 31\.58%）/)
    assert.match(said, /分销给其他银行 260,000 万元（约 68\.42%）/)
  })

  it('bind a sole lead to 15 % at least, to the fen', () => {
    const total = 100_000_00
    const pair = (fen: number) => [share('甲', 'lead', fen), share('乙', 'participant', total - fen)]
    assert.deepEqual(failing(checkShares(total, pair(15_000_00))), [])
    assert.deepEqual(failing(checkShares(total, pair(15_000_00 - 1))), ['lead-least'])
  })

  it('have a sole lead distribute 30 % at least, to the fen', () => {
    const total = 100_000_00
    const pair = (fen: number) => [share('甲', 'lead', fen), share('乙', 'participant', total - fen)]
    assert.deepEqual(failing(checkShares(total, pair(70_000_00))), [])
    assert.deepEqual(failing(checkShares(total, pair(70_000_00 + 1))), ['distributed-least'])
  })

  it('bind each of several leads to 10 % at least and every bank to 70 % at most, and no longer to what a sole lead owes', () => {
    const total = 100_000_00
    const three = (one: number, other: number) => [
      share('甲', 'lead', one),
      share('乙', 'joint-lead', other),
      share('丙', 'participant', total - one - other),
    ]
    assert.deepEqual(failing(checkShares(total, three(10_000_00, 20_000_00))), [])
    assert.deepEqual(failing(checkShares(total, three(10_000_00 - 1, 20_000_00))), ['joint-least', 'most'])
    assert.deepEqual(failing(checkShares(total, three(20_000_00, 10_000_00 - 1))), ['joint-least', 'most'])
    assert.deepEqual(failing(checkShares(total, three(15_000_00, 15_000_00))), [])
    assert.deepEqual(failing(checkShares(total, three(70_000_00 + 1, 15_000_00))), ['most'])
  })

  it('name bank, share, bound and source in each sentence of a broken bound', () => {
    const [, , least] = checkShares(1000, [share('甲', 'lead', 100), share('乙', 'participant', 900)])
    assert.ok(least && !least.holds)
    for (const part of ['甲行', '10%', `${BOUNDS.soleLeadLeast}%`, '原则上', RULE_SOURCE]) {
      assert.ok(least.sentence.includes(part), `${part} in ${least.sentence}`)
    }
  })

  it('ask for two banks, each once, each with something, and a lead', () => {
    assert.ok(failing(checkShares(10, [share('甲', 'lead', 10)])).includes('banks'))
    const twice = [share('甲', 'lead', 5), share('甲', 'participant', 5)]
    assert.deepEqual(failing(checkShares(10, twice)), ['banks', 'once'])
    assert.ok(failing(checkShares(10, [share('甲', 'lead', 10), share('乙', 'participant', 0)])).includes('positive'))
    const leaderless = [share('甲', 'participant', 5), share('乙', 'participant', 5)]
    assert.deepEqual(failing(checkShares(10, leaderless)), ['lead'])
  })

  it('say by how much the shares miss or exceed the total', () => {
    const short = checkShares(10_000_000, [share('甲', 'lead', 4_000_000), share('乙', 'participant', 5_000_000)])
    assert.match(short.find(({ rule }) => rule === 'sum')?.sentence ?? '', /还差 1 万元/)
    const over = checkShares(10_000_000, [share('甲', 'lead', 4_000_000), share('乙', 'participant', 7_000_000)])
    assert.match(over.find(({ rule }) => rule === 'sum')?.sentence ?? '', /超出 1 万元/)
  })

  const parts = fc.array(fc.integer({ min: 1, max: 400 * YI }), { minLength: 2, maxLength: 8 })

  it('hold for a sole lead exactly when the fractions do', () => {
    fc.assert(
      fc.property(parts, (fen) => {
        const shares = fen.map((one, place) => share(`${place}`, place === 0 ? 'lead' : 'participant', one))
        const total = fen.reduce((sum, one) => sum + one, 0)
        const [lead = 0] = fen
        const [part, whole] = [BigInt(lead), BigInt(total)]
        const expected = [
          ...(part * 20n < whole * 3n ? ['lead-least'] : []),
          ...((whole - part) * 10n < whole * 3n ? ['distributed-least'] : []),
        ]
        assert.deepEqual(failing(checkShares(total, shares)), expected)
      }),
    )
  })

  it('do not depend on the order of the banks', () => {
    fc.assert(
      fc.property(parts, fc.nat(7), (fen, leads) => {
        const shares = fen.map((one, place) =>
          share(`${place}`, place === 0 ? 'lead' : place <= leads ? 'joint-lead' : 'participant', one),
        )
        const total = fen.reduce((sum, one) => sum + one, 0)
        const holding = (given: readonly BankShare[]) => checkShares(total, given).every(({ holds }) => holds)
        assert.equal(holding(shares.toReversed()), holding(shares))
      }),
    )
  })

  it('never fail on a sum that is right, and always on one that is a fen off', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(-1, 1), (fen, off) => {
        const shares = fen.map((one, place) => share(`${place}`, place === 0 ? 'lead' : 'participant', one))
        const total = fen.reduce((sum, one) => sum + one, 0)
        assert.ok(!failing(checkShares(total, shares)).includes('sum'))
        assert.ok(failing(checkShares(total + off, shares)).includes('sum'))
      }),
    )
  })

  it('never round a share up to a bound that it misses', () => {
    assert.equal(shareText(15, 100), '15%')
    assert.equal(shareText(1_499_999, 10_000_000), '约 14.99%')
    assert.equal(shareText(9_999_999, 10_000_000), '约 99.99%')
    assert.equal(shareText(12, 38), '约 31.58%')
    assert.equal(shareText(1, 3), '约 33.33%')
    assert.throws(() => shareText(1, 0), RangeError)
  })
})
