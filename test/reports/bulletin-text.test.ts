import assert from 'node:assert/strict'
import fc from 'fast-check'
import { datasetOf, EMPTY_DATASET, type Dataset } from '../../src/statistics/rows/dataset.js'
import type { CaseRow, FlowRow, RowAttributes, LoanRow, RequestRow } from '../../src/statistics/rows/row-types.js'
import { bulletinFacts, monthBefore, readMonth } from '../../src/reports/rules/bulletin-facts.js'
import { bulletinText } from '../../src/reports/rules/bulletin-text.js'

const wan = (amount: number) => amount * 1_000_000
const keys: RowAttributes = {
  ...{ enterpriseId: 'e1', enterpriseName: '天山纺织', division: '第八师', section: 'C', size: '中型' },
  ...{ ownership: '民营', years: 5, green: '1.1.1', purpose: '设备更新', firstLoan: null, isSample: false },
}
const loan = (id: string, given: Partial<LoanRow> = {}): LoanRow => ({
  ...keys,
  ...{ id, number: id, title: id, applicationId: id, bankId: 'abc', projectId: id, signedDay: 20250101 },
  ...{ submittedDay: 20241201, closedDay: null, amountFen: wan(9000), rateBp: 360, allInBp: 370, guarantee: '抵押' },
  ...{ investmentFen: wan(1000), savingTce: 800, carbonT: null },
  ...given,
})
const flow = (of: LoanRow, day: number, fen: number, kind: FlowRow['kind'] = 'drawn'): FlowRow => ({
  ...{ id: `${of.id}-${day}-${fen}`, loan: of, day, kind, fen },
})
const request = (id: string, day: number, given: Partial<RequestRow> = {}): RequestRow => ({
  ...keys,
  ...{ id, number: id, title: id, day, amountFen: wan(300), matched: true, bankIds: ['abc'], applicationId: id },
  hallState: null,
  ...given,
})
const handled = (of: RequestRow, state: CaseRow['state'], bankId = 'abc'): CaseRow => ({
  ...keys,
  ...{ id: `${of.id}-${bankId}`, number: of.id, title: of.id, requestId: of.id, bankId, day: of.day, state },
  ...{ amountFen: of.amountFen, claimedDay: null, approvedDay: null, approvedFen: null, declinedDay: null, due: null },
  ...{ offeredDay: null, dispatched: false, steps: [], refusal: null, rateGapBp: null },
})
const dataset = (rows: Partial<Pick<Dataset, 'requests' | 'cases' | 'loans' | 'flows'>>): Dataset =>
  datasetOf({ requests: [], cases: [], loans: [], flows: [], ...rows })

const month = (key: string, today = '2026-11-22') => {
  const read = readMonth(key, today)
  assert.ok(read.ok, key)
  return read.value
}
const text = (of: Dataset, key: string, today?: string) =>
  bulletinText(bulletinFacts(of, month(key, today)), (_by, name) => name ?? '未填写')
const COMPARISONS = /增加|减少|上升|下降|持平/

describe('the month of a bulletin', () => {
  it('is the last that is over, across New Year too', () => {
    assert.equal(month('').key, '2026-10')
    assert.equal(month('', '2026-01-01').key, '2025-12')
    assert.deepEqual(monthBefore({ from: 20260101, to: 20260131 }), { from: 20251201, to: 20251231 })
    assert.deepEqual(monthBefore({ from: 20240301, to: 20240331 }), { from: 20240201, to: 20240229 })
  })

  it('ends today while it is not over, and is over on its last day', () => {
    assert.deepEqual(month('2026-11').period, { from: 20261101, to: 20261122 })
    assert.equal(month('2026-11').whole, false)
    assert.equal(month('2026-11', '2026-11-30').whole, true)
    assert.equal(month('2026-02').period.to, 20260228)
  })

  for (const wrong of ['2026-13', '2026-00', '2026-1', '2026', '2019-12', '2026-12', '十月']) {
    it(`is refused as ${wrong}`, () => {
      assert.equal(readMonth(wrong, '2026-11-22').ok, false)
    })
  }
})

describe('the sentences of a bulletin', () => {
  it('say of a month without anything that there was nothing, and compare nothing', () => {
    assert.deepEqual(text(EMPTY_DATASET, '2026-10'), [
      '2026年10月，平台没有新提交的申请，没有审批通过的申请，也没有投放贷款。',
      '年初以来，平台没有投放贷款。',
      '月末没有贷款余额。',
    ])
  })

  it('tell a month without data between others by what is still owed', () => {
    const one = loan('l1')
    const [happened, soFar, owed, ...rest] = text(
      dataset({ loans: [one], flows: [flow(one, 20260315, wan(500))] }),
      '2026-10',
    )
    assert.match(happened ?? '', /没有新提交的申请/)
    assert.equal(soFar, '年初以来，累计投放 500.00 万元，获贷企业 1 户。上年同期为零，累计投放不作同比。')
    assert.equal(owed, '月末贷款余额 500.00 万元，与上月末持平。上年同期末为零，余额不作同比。')
    assert.doesNotMatch(rest.join(''), /利率/, 'without a payout there is no rate')
  })

  it('claim growth only where there is something to compare with', () => {
    const one = loan('l1')
    const alone = text(dataset({ loans: [one], flows: [flow(one, 20261010, wan(500))] }), '2026-10')
    assert.match(alone[0] ?? '', /上年同月为零，投放金额不作同比/)
    assert.match(alone.join(''), /上年同月没有投放，不作比较/)
    assert.doesNotMatch(alone.join(''), COMPARISONS)
    const both = [flow(one, 20251010, wan(400)), flow(one, 20261010, wan(500))]
    const grown = text(dataset({ loans: [one], flows: both }), '2026-10')
    assert.match(grown[0] ?? '', /投放金额比上年同月增加 25%。$/)
    const [, , owed] = text(
      dataset({ loans: [one], flows: [...both, flow(one, 20261020, wan(700), 'repaid')] }),
      '2026-10',
    )
    assert.equal(owed, '月末贷款余额 200.00 万元，比上月末减少 200.00 万元。余额比上年同期末减少 50%。')
  })

  it('never compare with nothing, whatever month and money', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.nat(1e9), (at, day, fen) => {
        const one = loan('l1')
        const flows = [flow(one, 20250000 + at * 100 + day, fen)]
        const key = `2025-${String(at).padStart(2, '0')}`
        const said = text(dataset({ loans: [one], flows }), key).join('')
        assert.doesNotMatch(said, COMPARISONS, said)
        assert.doesNotMatch(said, /NaN|Infinity|undefined|null/)
      }),
    )
  })

  it('begin the year anew in January and look back over New Year to December', () => {
    const one = loan('l1')
    const rows = dataset({ loans: [one], flows: [flow(one, 20251220, wan(100)), flow(one, 20260110, wan(50))] })
    const january = text(rows, '2026-01')
    assert.doesNotMatch(january.join(''), /年初以来/)
    assert.match(january[1] ?? '', /月末贷款余额 150.00 万元，比上月末增加 50.00 万元/)
    assert.match(text(rows, '2026-02')[1] ?? '', /累计投放 50.00 万元/, 'December belongs to the year before')
    assert.match(text(rows, '2025-12')[1] ?? '', /累计投放 100.00 万元/)
  })

  it('tell a payout that was corrected as if it had not been', () => {
    const one = loan('l1')
    const wrong = [flow(one, 20261010, wan(500)), flow(one, 20261010, -wan(500))]
    assert.deepEqual(text(dataset({ loans: [one], flows: wrong }), '2026-10'), text(EMPTY_DATASET, '2026-10'))
    const mended = text(dataset({ loans: [one], flows: [...wrong, flow(one, 20261012, wan(50))] }), '2026-10')
    assert.match(mended[0] ?? '', /投放贷款 1 笔，金额 50.00 万元，获贷企业 1 户/)
  })

  it('count an application that was taken back, and say how many were', () => {
    const [gone, kept, half] = [request('r1', 20261003), request('r2', 20261004), request('r3', 20261005)]
    const cases = [
      handled(gone, 'withdrawn'),
      handled(kept, 'claimed'),
      handled(half, 'withdrawn'),
      handled(half, 'claimed', 'boc'),
    ]
    const [said] = text(dataset({ requests: [gone, kept, half], cases }), '2026-10')
    assert.match(
      said ?? '',
      /提交融资申请 3 笔，申请金额 900.00 万元，其中 1 笔后来已撤回；没有审批通过的申请；没有投放贷款。/,
    )
    const hall = request('r4', 20261003, { hallState: 'withdrawn' })
    assert.match(text(dataset({ requests: [hall] }), '2026-10')[0] ?? '', /其中 1 笔后来已撤回/)
  })

  it('do not tell an unknown cost or saving as zero', () => {
    const dear = loan('l1', { allInBp: null, investmentFen: null })
    const said = text(dataset({ loans: [dear], flows: [flow(dear, 20261010, wan(500))] }), '2026-10').join('')
    assert.match(said, /加权平均利率 3.60%/)
    assert.match(said, /费用没有填写，综合融资成本无法计算/)
    assert.match(said, /年节能都没有填写（1 笔贷款），无法计算；年减排都没有填写（1 笔贷款），无法计算/)
    assert.doesNotMatch(said, /0\.00%|年节能 0/)
    const known = loan('l2')
    const mixed = text(
      dataset({ loans: [dear, known], flows: [flow(dear, 20261010, wan(500)), flow(known, 20261011, wan(500))] }),
      '2026-10',
    ).join('')
    assert.match(mixed, /综合融资成本 3.70%（另有 1 笔发放的费用没有填写，不在其内）/)
    assert.match(mixed, /年节能 400 吨标准煤（1 笔贷款没有填写，不在其内）/)
  })

  it('compare a rate in percentage points', () => {
    const [old, fresh] = [loan('l1', { rateBp: 400 }), loan('l2', { rateBp: 365 })]
    const flows = [flow(old, 20251010, wan(400)), flow(fresh, 20261010, wan(400))]
    assert.match(
      text(dataset({ loans: [old, fresh], flows }), '2026-10').join(''),
      /利率 3.65%，比上年同月下降 0.35 个百分点/,
    )
  })

  it('name the leading parts, both where two are equal, and none that is not known', () => {
    const [a, b] = [loan('l1', { division: '第八师' }), loan('l2', { division: '第七师' })]
    const flows = [flow(a, 20261010, wan(400)), flow(b, 20261010, wan(400))]
    const said = text(dataset({ loans: [a, b], flows }), '2026-10').join('')
    assert.match(said, /第(八|七)师、第(八|七)师并列最多，各 400.00 万元，占 50%/)
    const unknown = loan('l3', { division: null, green: '', section: null })
    const other = text(dataset({ loans: [unknown], flows: [flow(unknown, 20261010, wan(400))] }), '2026-10').join('')
    assert.doesNotMatch(other, /分师市|分绿色类别|分行业|未填写最多/)
    assert.match(other, /分机构看，abc最多，400.00 万元，占 100%/)
  })
})
