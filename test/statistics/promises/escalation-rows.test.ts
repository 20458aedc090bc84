import assert from 'node:assert/strict'
import { escalationStatus, type EscalationWithMessages } from '../../../src/escalations/index.js'
import type { Raised } from '../../../src/statistics/promises/escalation-figures.js'
import { ESCALATION_COLUMNS, escalationCells } from '../../../src/statistics/promises/escalation-rows.js'
import { rawDataset } from '../raw-dataset.js'
import { stepRecords } from './step-records.js'

const now = new Date('2026-11-27T10:00:00+08:00')
const at = new Date('2026-11-25T09:00:00+08:00')
const [found] = rawDataset(stepRecords(41, 20)).cases
const row = (due: 'claim' | 'contact' | null) => {
  assert.ok(found)
  const until = { holder: 'bank', at: new Date('2026-11-23T23:59:59+08:00').getTime() } as const
  return { ...found, due: due && { ...until, step: due } }
}

const place = { applicationId: 'a', requestId: 'r', bankId: 'b' }
const answer = { ...place, id: 'w', escalationId: 'e', seq: 1, kind: 'answer' as const, text: '人员调整', by: '王经理' }
function raised(
  end: EscalationWithMessages['escalation']['end'] = null,
  messages: EscalationWithMessages['messages'] = [],
): Raised {
  const escalation = { ...place, id: 'e', step: 'claim' as const, dueOn: '2026-11-23', at, afterSeq: 1, end }
  const told = { escalation, messages }
  return { ...told, said: escalationStatus(told, '2026-11-27'), day: 20261125 }
}
const says = (one: Raised, of: ReturnType<typeof row> | undefined, hidden = false): Readonly<Record<string, string>> =>
  Object.fromEntries(
    escalationCells(one, of, now, hidden).map(({ text }, at) => [ESCALATION_COLUMNS[at] ?? '', text] as const),
  )

describe('an escalation on the list of the ledger', () => {
  it('is over by the working days since its limit, and by those at its end once it is done', () => {
    assert.equal(says(raised(), row('claim'))['超时限（工作日）'], '4')
    const end = { seq: 2, action: 'claim', by: 'officer' as const, at: now, overDays: 3 }
    assert.equal(says(raised(end), row(null))['超时限（工作日）'], '3')
  })

  it('has a clock that stands still, and where nobody knows says so: neither is 0', () => {
    assert.equal(says(raised(), row(null))['超时限（工作日）'], '计时暂停，等企业补充')
    assert.equal(says(raised(), row('contact'))['超时限（工作日）'], '不详')
    assert.equal(says(raised(), undefined)['超时限（工作日）'], '不详')
  })

  it('tells of what was not said that it was not', () => {
    const { 银行的说明: text, 说明时间: when, 承诺办完: day, 承诺结果: fate } = says(raised(), row('claim'))
    assert.deepEqual([text, when, day, fate], ['还没有说明', '无', '无', '无'])
  })

  it('shows the last explanation, how many there were, the day named last and what became of it', () => {
    const words = [
      { ...answer, promisedOn: '2026-11-26', at },
      { ...answer, id: 'x', seq: 2, text: '等总行授权', promisedOn: '2026-11-30', at: now },
    ]
    const { 银行的说明: text, 说明时间: when, 承诺办完: day, 承诺结果: fate } = says(raised(null, words), row('claim'))
    assert.deepEqual(
      [text, when, day, fate],
      ['等总行授权', '2026年11月27日 10:00，第 2 次', '2026年11月30日', '还没有到期'],
    )
  })

  it('keeps what people wrote to itself where names are hidden', () => {
    const words = [{ ...answer, text: '兴业银行人员调整', promisedOn: '2026-11-26', at }]
    const cells = says(raised(null, words), row('claim'), true)
    assert.equal(cells.银行的说明, '说明已隐去')
    assert.ok(!JSON.stringify(cells).includes('兴业'))
  })
})
