import assert from 'node:assert/strict'
import { REGISTER_COLUMNS, registerCells } from '../../src/reports/rules/register-columns.js'
import { coverOf, sumsText } from '../../src/reports/pages/loan-register.views.js'
import { soundLoan } from './register-rows.js'

const unsaid = { savingTce: null, carbonT: null, attributedTce: null, attributedT: null }
const told = (rows: Parameters<typeof sumsText>[0]) => new Map(sumsText(rows).map(({ label, text }) => [label, text]))

describe('what a ledger of loans says of itself', () => {
  it('tells a benefit that no loan states as not filled in, never as 0 tonnes', () => {
    const none = told([soundLoan(1, unsaid), soundLoan(2, unsaid)])
    assert.equal(none.get('归因年节能量'), '未填写（2 笔都没有）')
    assert.equal(none.get('归因年减排量'), '未填写（2 笔都没有）')
  })

  it('tells beside a sum how many loans are not in it', () => {
    const some = told([soundLoan(1), soundLoan(2, unsaid)])
    assert.equal(some.get('归因年节能量'), '240 吨标准煤，另有 1 笔未填写')
    assert.equal(told([soundLoan(1)]).get('归因年节能量'), '240 吨标准煤')
    assert.equal(told([soundLoan(1, { attributedTce: 0 })]).get('归因年节能量'), '0 吨标准煤', 'nothing owed is known')
  })

  it('marks every row as a sample or not, and counts the samples on the cover', () => {
    const rows = [soundLoan(1), soundLoan(2, { isSample: true }), soundLoan(3, { isSample: true })]
    const at = REGISTER_COLUMNS.findIndex(({ label }) => label === '示例')
    assert.deepEqual(rows.map((row) => registerCells(row)[at]), ['否', '是', '是']) // prettier-ignore
    const period = { from: 20260101, to: 20261122 }
    const totals = { balanceFen: 0, drawnFen: 0, coalTce: 0, carbonT: 0 }
    const cover = (of: typeof rows) =>
      new Map(
        coverOf(
          { rows: of, totals, unclassed: 0, asked: { period, scope: 'green' }, sent: {}, faults: [] },
          new Date(),
        ),
      )
    assert.equal(cover(rows).get('示例'), '含示例数据 2 行，不代表真实业务')
    assert.equal(cover([soundLoan(1)]).has('示例'), false)
  })
})
