import assert from 'node:assert/strict'
import { detailLines, type CodeName } from '../../src/audit/detail-text.js'

const NAMES = new Map([
  ['from submitted', '已提交，待受理'],
  ['fact enterprise.staff', '从业人数'],
  ['facts a', '甲'],
  ['facts b', '乙'],
])
const names: CodeName = (field, code, kind) => (kind === 'application' ? (NAMES.get(`${field} ${code}`) ?? null) : null)

const told = (detail: object) =>
  detailLines(JSON.stringify(detail), 'application', names).map(({ label, text }) => `${label}：${text}`)

describe('the details of an event', () => {
  it('are told in words, money in 元, rates in percent, days as days and instants in the time of China', () => {
    assert.deepEqual(told({ amountFen: 123_456_00, rateBp: 365, months: 36 }), ['金额：123,456.00 元', '年利率：3.65%', '期限：36 个月']) // prettier-ignore
    assert.deepEqual(told({ paidOn: '2026-11-20', closesAt: '2026-11-22T04:00:00.000Z' }), ['还款日期：2026年11月20日', '截止时间：2026年11月22日 12:00']) // prettier-ignore
    assert.deepEqual(told({ upheld: true, isSample: false, sizeBytes: 2048 }), ['异议成立：是', '示例：否', '文件大小：2 KB']) // prettier-ignore
  })

  it('call codes by their names where somebody names them, also in a list', () => {
    assert.deepEqual(told({ from: 'submitted', fact: 'enterprise.staff' }), ['从：已提交，待受理', '事项：从业人数'])
    assert.deepEqual(told({ facts: ['a', 'b', 'c'] }), ['事项：甲、乙、c'])
  })

  it('leave ids, hashes, what is empty and what nobody has words for to the raw record', () => {
    assert.deepEqual(told({ loanId: 'x', sha256: 'y', seq: 3, reason: '', decision: { a: 1 }, picks: [{ b: 2 }] }), [])
    assert.deepEqual(told({}), [])
  })
})
