import assert from 'node:assert/strict'
import type { Escalation, EscalationMessage, EscalationWithMessages } from '../../src/escalations/index.js'
import { escalationStatus, mayExplain, promiseOutcome } from '../../src/escalations/rules/escalation-status.js'
import { matchesFilter, sortByUrgency } from '../../src/escalations/rules/sort-by-urgency.js'
import { statusText } from '../../src/escalations/rules/status-text.js'

/** By the clock of China. */
const at = (text: string) => new Date(`2026-${text}:00+08:00`)

/** Raised on Wednesday 25 November: to be explained until the end of Thursday. */
const escalation: Escalation = {
  ...{ id: 'e', applicationId: 'a', requestId: 'r', bankId: 'b', step: 'claim', dueOn: '2026-11-23' },
  ...{ at: at('11-25T00:00'), afterSeq: 1, end: null },
}
const ended = (
  text: string,
  by: 'officer' | 'manager' | 'enterprise' | 'system' = 'officer',
  action = 'claim',
): Escalation => ({
  ...escalation,
  end: { seq: 2, action, by, at: at(text), overDays: 2 },
})
const message = (
  kind: EscalationMessage['kind'],
  text: string,
  promisedOn: string | null = null,
): EscalationMessage => ({
  ...{ id: text, escalationId: 'e', applicationId: 'a', requestId: 'r', bankId: 'b', seq: 1, kind, text: '人员变动' },
  ...{ promisedOn, at: at(text), by: '王经理' },
})
const answer = (text: string, promisedOn: string | null = '2026-11-30') => message('answer', text, promisedOn)

describe('what an escalation comes to', () => {
  it('is not late before its time to explain is over, and is late after it: unknown is not no', () => {
    const told = { escalation, messages: [] }
    assert.equal(escalationStatus(told, '2026-11-26').inTime, null)
    assert.equal(escalationStatus(told, '2026-11-27').inTime, false)
    assert.equal(escalationStatus(told, '2026-11-26').explainBy, '2026-11-26')
  })

  it('is explained in time by the first explanation alone', () => {
    assert.equal(escalationStatus({ escalation, messages: [answer('11-26T23:59')] }, '2026-12-01').inTime, true)
    assert.equal(escalationStatus({ escalation, messages: [answer('11-27T00:00')] }, '2026-12-01').inTime, false)
    const messages = [answer('11-26T10:00'), answer('11-30T10:00')]
    assert.equal(escalationStatus({ escalation, messages }, '2026-12-01').inTime, true)
  })

  it('is not explained by a question of the bureau', () => {
    const said = escalationStatus({ escalation, messages: [message('question', '11-25T10:00')] }, '2026-11-27')
    assert.deepEqual([said.answers.length, said.inTime, said.awaitsExplanation], [0, false, true])
  })

  it('waits for the bank until it speaks, again when the bureau asks, and again when the day has gone by', () => {
    const waits = (messages: readonly EscalationMessage[], today = '2026-11-26', of = escalation) =>
      escalationStatus({ escalation: of, messages }, today).awaitsExplanation
    assert.equal(waits([]), true)
    assert.equal(waits([answer('11-26T10:00')]), false)
    assert.equal(waits([answer('11-26T10:00'), message('question', '11-26T11:00')]), true)
    assert.equal(waits([answer('11-26T10:00')], '2026-11-30'), false)
    assert.equal(waits([answer('11-26T10:00')], '2026-12-01'), true)
    assert.equal(waits([answer('11-26T10:00')], '2026-12-01', ended('12-02T10:00')), false)
    assert.equal(waits([], '2026-12-01', ended('11-25T10:00')), true, 'also of a step that is done')
  })

  it('tells of the day that the bank named whether it was kept, and of one that is not over that it runs', () => {
    assert.equal(promiseOutcome(escalation, '2026-11-30', '2026-11-30'), 'running')
    assert.equal(promiseOutcome(escalation, '2026-11-30', '2026-12-01'), 'broken')
    assert.equal(promiseOutcome(ended('11-30T23:59'), '2026-11-30', '2026-12-05'), 'kept')
    assert.equal(promiseOutcome(ended('12-01T00:00'), '2026-11-30', '2026-12-05'), 'broken')
  })

  it('gives a bank no credit for what the enterprise or the portal ended', () => {
    assert.equal(promiseOutcome(ended('11-28T10:00', 'enterprise'), '2026-11-30', '2026-12-05'), 'moot')
    assert.equal(promiseOutcome(ended('11-28T10:00', 'system'), '2026-11-30', '2026-12-05'), 'moot')
    assert.equal(promiseOutcome(ended('12-02T10:00', 'enterprise'), '2026-11-30', '2026-12-05'), 'broken')
  })

  it('takes for done what the bank decided, to decline included, and not that it gave up its place', () => {
    const fate = (action: string, by: 'officer' | 'manager' | 'enterprise' | 'system' = 'officer') =>
      promiseOutcome(ended('11-28T10:00', by, action), '2026-11-30', '2026-12-05')
    assert.deepEqual(['claim', 'offer', 'approve', 'decline'].map((one) => fate(one)), Array(4).fill('kept')) // prettier-ignore
    assert.deepEqual([fate('release'), fate('release', 'manager'), fate('release', 'system')], Array(3).fill('moot'))
    assert.deepEqual([fate('withdraw', 'enterprise'), fate('expire', 'system')], ['moot', 'moot'])
  })

  it('goes by the day named last; without one there is none, not a broken one', () => {
    const messages = [answer('11-26T10:00', '2026-11-27'), answer('11-28T10:00', '2026-12-04')]
    const said = escalationStatus({ escalation, messages }, '2026-12-01')
    assert.deepEqual([said.promisedOn, said.outcome], ['2026-12-04', 'running'])
    const none = escalationStatus(
      { escalation: ended('11-25T10:00'), messages: [answer('11-26T10:00', null)] },
      '2026-12-01',
    )
    assert.deepEqual([none.promisedOn, none.outcome], [null, null])
  })

  it('may be explained while the step goes on, and after it only while the bank has to speak', () => {
    const may = (of: Escalation, messages: readonly EscalationMessage[]) =>
      mayExplain({ escalation: of, messages }, '2026-11-26')
    assert.equal(may(escalation, [answer('11-26T10:00')]), true)
    assert.equal(may(ended('11-26T09:00'), []), true)
    assert.equal(may(ended('11-26T09:00'), [answer('11-26T10:00', null)]), false)
    assert.equal(may(ended('11-26T09:00'), [answer('11-26T10:00', null), message('question', '11-26T11:00')]), true)
  })

  it('says in words where it stands', () => {
    const says = (of: Escalation, messages: readonly EscalationMessage[], today = '2026-11-26') => {
      const told = { escalation: of, messages }
      return statusText(told, escalationStatus(told, today), today)
    }
    assert.equal(says(escalation, []), '最迟 2026年11月26日说明')
    assert.equal(says(escalation, [], '2026-11-27'), '没有按时说明')
    assert.equal(says(escalation, [answer('11-26T10:00')]), '已说明，未办完')
    assert.equal(says(escalation, [answer('11-26T10:00')], '2026-12-01'), '待再次说明')
    assert.equal(says(ended('11-26T09:00'), [], '2026-11-27'), '已办完，没有按时说明')
    assert.equal(says(ended('11-26T09:00'), [answer('11-26T10:00', null)]), '已办完，已说明')
    const said = [answer('11-26T10:00', null)]
    assert.equal(says(ended('11-26T09:00', 'enterprise', 'withdraw'), said), '已终止（企业撤回），已说明')
    assert.equal(says(ended('11-26T09:00', 'system', 'withdraw'), said), '已终止（申请撤回），已说明')
    assert.equal(says(ended('11-26T09:00', 'officer', 'release'), [], '2026-11-27'), '已终止（名额释放），没有按时说明')
    assert.equal(says(ended('11-26T09:00', 'system', 'expire'), said), '已终止（到期失效），已说明')
  })

  it('is taken up first where the bank has to speak, then where the step goes on, then where all is done', () => {
    const of = (id: string, one: Escalation, messages: readonly EscalationMessage[]): EscalationWithMessages => ({
      escalation: { ...one, id },
      messages,
    })
    const done = of('done', ended('11-26T09:00'), [answer('11-26T10:00', null)])
    const open = of('open', escalation, [answer('11-26T10:00')])
    const waiting = of('waiting', escalation, [])
    const ids = sortByUrgency([done, open, waiting], '2026-11-26').map(({ escalation: { id } }) => id)
    assert.deepEqual(ids, ['waiting', 'open', 'done'])
    const shown = (which: 'waiting' | 'open' | 'all') =>
      sortByUrgency([done, open, waiting], '2026-11-26').filter((one) => matchesFilter(one, which)).length
    assert.deepEqual([shown('waiting'), shown('open'), shown('all')], [1, 2, 3])
  })
})
