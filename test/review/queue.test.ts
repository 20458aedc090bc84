import assert from 'node:assert/strict'
import type { Application, Proposal } from '../../src/applications/index.js'
import { startStep } from '../../src/applications/index.js'
import { pauseStep } from '../../src/applications/rules/clock.js'
import { clockView } from '../../src/review/pages/queue.views.js'
import { clockOf, queueOf, type QueueQuery } from '../../src/review/rules/queue.js'
import { wan } from '../applications/applying.js'

const day = (text: string) => new Date(`${text}T10:00:00+08:00`)
/** A Tuesday. */
const now = day('2026-11-24')
const all: QueueQuery = { q: '', step: '', who: '', due: '', product: '', sort: 'due' }
const officer = { id: 'me', role: 'officer' } as const
const manager = { id: 'boss', role: 'manager' } as const
const step = (from: string, limitDays: number, holder: 'bank' | 'enterprise' = 'bank') =>
  startStep({ name: 'terms', holder, limitDays }, day(from))

function one(number: string, given: Partial<Application> = {}): Application {
  return {
    id: number,
    number,
    requestId: number,
    kind: 'bank',
    channel: 'directed',
    enterpriseId: 'e',
    enterpriseName: '石河子棉纺',
    title: '二号锅炉改造',
    bankId: 'b',
    bankName: '示例银行',
    productId: 'p',
    productName: '绿色贷',
    amountFen: wan(100),
    termMonths: 12,
    dimensions: {
      ...{ division: null, industry: null, sizeClass: null, ownership: null, yearsInOperation: null, greenCode: null },
      ...{ purpose: null, firstLoan: null, investmentFen: null, energySavingTce: null, carbonReductionT: null },
    },
    isSample: false,
    state: 'due_diligence',
    before: null,
    step: step('2026-11-23', 5),
    officerId: 'me',
    officerName: '李强',
    documents: [],
    asked: null,
    offer: null,
    proposal: null,
    decision: null,
    refusal: null,
    contests: [],
    reached: {},
    steps: [],
    version: 1,
    submittedAt: day('2026-11-20'),
    updatedAt: now,
    endedAt: null,
    ...given,
  }
}

const proposal = (byId: string): Proposal => ({
  kind: 'approve',
  decision: { amountFen: wan(90), rateBp: 345, months: 12, conditions: '', at: now, by: '李强' },
  ...{ byId, by: '李强', at: now, thresholdFen: wan(10) },
})

const numbers = (
  applications: readonly Application[],
  query: Partial<QueueQuery> = {},
  user: typeof officer | typeof manager = officer,
) => queueOf(applications, { ...all, ...query }, { user, now }).rows.map(({ number }) => number)

describe('the queue of a bank', () => {
  it('shows an officer the own cases first, then those of nobody, then those of colleagues', () => {
    const rows = [
      one('colleague', { officerId: 'you', step: step('2026-11-10', 1) }),
      one('nobody', { officerId: null, step: step('2026-11-12', 1) }),
      one('own'),
    ]
    assert.deepEqual(numbers(rows), ['own', 'nobody', 'colleague'])
  })

  it('shows a manager first what a colleague proposed, not what the manager proposed alone', () => {
    const rows = [
      one('plain', { step: step('2026-11-10', 1) }),
      one('own', { proposal: proposal('boss') }),
      one('other', { proposal: proposal('me'), step: step('2026-11-24', 9) }),
    ]
    assert.equal(numbers(rows, {}, manager)[0], 'other')
    const { counts } = queueOf(rows, all, { user: manager, now })
    assert.equal(counts.proposals, 1)
    assert.deepEqual(numbers(rows, { step: 'proposal' }, manager), ['other', 'own'])
  })

  it('sorts by the limit, what has none last; by the newest; by the amount', () => {
    const rows = [
      one('none', { step: null, submittedAt: day('2026-11-22') }),
      one('late', { step: step('2026-11-24', 9), amountFen: wan(300) }),
      one('soon', { step: step('2026-11-23', 1), submittedAt: day('2026-11-19'), amountFen: wan(200) }),
    ]
    assert.deepEqual(numbers(rows), ['soon', 'late', 'none'])
    assert.deepEqual(numbers(rows, { sort: 'newest' }), ['none', 'late', 'soon'])
    assert.deepEqual(numbers(rows, { sort: 'amount' }), ['late', 'soon', 'none'])
  })

  it('narrows by state, person, product, and by part of a name or number', () => {
    const rows = [
      one('A-1', { state: 'chosen' }),
      one('A-2', { officerId: null, productId: 'q' }),
      one('B-1', { officerId: 'you', enterpriseName: '阿拉尔果业', title: '冷库' }),
    ]
    assert.deepEqual(numbers(rows, { step: 'chosen' }), ['A-1'])
    assert.deepEqual(numbers(rows, { who: 'mine' }), ['A-1'])
    assert.deepEqual(numbers(rows, { who: 'unassigned' }), ['A-2'])
    assert.deepEqual(numbers(rows, { product: 'q' }), ['A-2'])
    assert.deepEqual(numbers(rows, { q: '果业' }), ['B-1'])
    assert.deepEqual(numbers(rows, { q: 'a-' }), ['A-1', 'A-2'])
    assert.deepEqual(numbers(rows, { q: '冷库' }), ['B-1'])
  })

  it('calls overdue what the bank let pass, neither what the enterprise did nor a clock that stands still', () => {
    const gone = step('2026-11-09', 5)
    const rows = [
      one('bank', { step: gone }),
      one('enterprise', { state: 'offered', step: step('2026-11-02', 5, 'enterprise') }),
      one('paused', { state: 'returned', step: pauseStep(gone, day('2026-11-10')) }),
      one('amber', { step: step('2026-11-18', 5) }),
    ]
    assert.deepEqual(numbers(rows, { due: 'overdue' }), ['bank'])
    assert.deepEqual(numbers(rows, { due: 'amber' }), ['bank', 'amber'])
    const { counts } = queueOf(rows, all, { user: officer, now })
    assert.deepEqual([counts.all, counts.overdue, counts.amber], [4, 1, 1])
  })
})

describe('the words of a clock', () => {
  const words = (application: Application) => clockView(application, clockOf(application, now), now)

  it('say what is left and until when, in working days', () => {
    assert.equal(words(one('1')).text, '剩 4 个工作日，11月30日到期')
    assert.equal(words(one('1', { step: step('2026-11-23', 1) })).text, '今天到期，11月24日到期')
    const enterprise = words(one('1', { step: step('2026-11-23', 10, 'enterprise') }))
    assert.match(enterprise.text, /^等企业选择，剩 9 个工作日/)
  })

  it('say by how much it is over, in red', () => {
    const over = words(one('1', { step: step('2026-11-09', 5) }))
    assert.equal(over.text, '逾期 6 个工作日')
    assert.equal(over.css, 'fail')
  })

  it('say that it stands still, and what for', () => {
    const asked = { items: ['审计报告', '环评批复'], note: '', at: now, by: '李强' }
    const paused = pauseStep(step('2026-11-23', 5), now)
    assert.equal(words(one('1', { step: paused, asked })).text, '计时暂停，等企业补充 2 项')
  })
})
