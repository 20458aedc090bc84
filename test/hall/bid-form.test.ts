import assert from 'node:assert/strict'
import { FEE_KINDS } from '../../src/finance/index.js'
import { amountBand } from '../../src/hall/rules/anonymous-request.js'
import { readBid } from '../../src/hall/pages/bid.form.js'

describe('the form of a bid', () => {
  const read = (given: Readonly<Record<string, string>>) => {
    const fees = FEE_KINDS.map((kind) => [`fee-${kind}-state`, 'none'] as const)
    const plain = { product: 'p', amount: '50', rate: '3.45', months: '12', method: '先息后本', dayCount: 'month' }
    const body = {
      window: '1',
      version: '0',
      ...plain,
      validUntil: '2026-12-31',
      ...Object.fromEntries(fees),
      ...given,
    }
    return readBid(body, [{ id: 'p' }], '2026-11-22', amountBand(90 * 1_000_000))
  }
  const guarantee = (amount: string) => ({
    ...{ 'fee-guarantee-state': 'known', 'fee-guarantee-measure': 'share', 'fee-guarantee-amount': amount },
    ...{ 'fee-guarantee-payer': '企业', 'fee-guarantee-when': 'start' },
  })

  it('takes rates and shares to two decimals as they were typed', () => {
    const { ok, ...rest } = read({ rate: '3.45', ...guarantee('0.85') })
    assert.ok(ok && 'bid' in rest)
    const [fee] = rest.bid.terms.fees.filter(({ state }) => state === 'known')
    assert.equal(rest.bid.terms.rateBp, 345)
    assert.deepEqual(fee?.state === 'known' && fee.amount, { kind: 'share', bp: 85 })
  })

  it('refuses more than the upper end of the band, and does not tell the amount that was asked for', () => {
    assert.ok(read({ amount: '100' }).ok)
    const done = read({ amount: '100.01' })
    assert.ok(!done.ok)
    assert.deepEqual(
      done.faults.map(({ message }) => message),
      ['可贷金额：这项需求的金额在“100 万元以下”，不能超过 100 万元'],
    )
  })

  it('refuses a third decimal of a rate or a share instead of rounding it', () => {
    for (const [field, given, sentence] of [
      ['rate', { rate: '3.454' }, '年利率：最多两位小数'],
      ['fee-guarantee-amount', guarantee('0.855'), '担保费费率：最多两位小数'],
    ] as const) {
      const done = read(given)
      assert.ok(!done.ok)
      assert.deepEqual(
        done.faults.map(({ message }) => message),
        [sentence],
        field,
      )
    }
  })
})
