import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Application, OfferedSecurity } from '../../src/applications/index.js'
import type { PledgedPart } from '../../src/finance/index.js'
import { choiceFaults, remainingFen, type PickedOffer, type Remainder } from '../../src/offers/index.js'
import { offeredTerms, WAN } from '../support/offers.js'

const TODAY = '2026-11-22'
const dimensions = {
  ...{ division: null, industry: null, sizeClass: null, ownership: null, yearsInOperation: null, greenCode: null },
  ...{ purpose: null, firstLoan: null, investmentFen: null, energySavingTce: null, carbonReductionT: null },
}

function application(id: string, changes: Partial<Application> = {}, terms = offeredTerms()): Application {
  const at = new Date('2026-11-20T02:00:00Z')
  return {
    ...{ id, number: `LQ-${id}`, requestId: 'r', kind: 'bank', channel: 'directed', enterpriseId: 'e' },
    ...{
      enterpriseName: '示例建材公司',
      title: '改造',
      bankId: id,
      bankName: `${id}银行`,
      productId: id,
      productName: '贷款',
    },
    ...{
      amountFen: 800 * WAN,
      termMonths: 36,
      dimensions,
      isSample: false,
      state: 'offered',
      before: null,
      step: null,
    },
    ...{ officerId: null, officerName: null, documents: [], asked: null, proposal: null, decision: null },
    ...{
      refusal: null,
      contests: [],
      version: 4,
      submittedAt: at,
      updatedAt: at,
      endedAt: null,
      reached: {},
      steps: [],
    },
    offer: { id: `offer-${id}`, terms, at, by: '王经理' },
    ...changes,
  }
}

const pick = (applicationId: string, wan: number): PickedOffer => ({ applicationId, amountFen: wan * WAN })

function faults(given: {
  readonly applications: readonly Application[]
  readonly picks: readonly PickedOffer[]
  readonly rest?: Remainder
  readonly amountWan?: number
  readonly securities?: readonly OfferedSecurity[]
}): readonly string[] {
  const request = { amountFen: (given.amountWan ?? 800) * WAN, securities: given.securities ?? [] }
  const { applications, picks, rest = null } = given
  return choiceFaults({ request, applications, picks, rest, today: TODAY }).map(({ message }) => message)
}

const plant: OfferedSecurity = { kind: '房产抵押', reference: '石房权证 001', valueFen: 1000 * WAN, pledgedFen: null }
const taking = (wan: number, reference = '石房权证001'): readonly PledgedPart[] => [
  { kind: '房产抵押', reference, valueFen: wan * WAN },
]

describe('a choice of offers', () => {
  const [one, other] = [application('甲'), application('乙')]
  const both = [one, other]

  it('may be one offer, or several that together come to what was asked for', () => {
    assert.deepEqual(faults({ applications: both, picks: [pick('甲', 800)] }), [])
    assert.deepEqual(faults({ applications: both, picks: [pick('甲', 500), pick('乙', 300)] }), [])
  })

  it('has to name an offer', () => {
    assert.match(faults({ applications: both, picks: [] })[0] ?? '', /至少勾选一份/)
    assert.match(faults({ applications: both, picks: [], rest: 'end' })[0] ?? '', /至少勾选一份/)
    const before = application('丙', { state: 'chosen', amountFen: 600 * WAN })
    assert.match(faults({ applications: [one, before], picks: [], rest: 'keep' })[0] ?? '', /至少勾选一份/)
    assert.deepEqual(faults({ applications: [one, before], picks: [], rest: 'end' }), [], 'the rest is not needed')
  })

  it('takes more than nothing of an offer, and no more than is offered', () => {
    const small = application('甲', {}, offeredTerms({ amountFen: 300 * WAN }))
    assert.match(faults({ applications: [small], picks: [pick('甲', 301)] })[0] ?? '', /300 万元，不能多用/)
    assert.match(faults({ applications: [small], picks: [pick('甲', 0)] })[0] ?? '', /请填写要用的金额/)
  })

  it('never comes to more than was asked for, what was chosen before counting too', () => {
    assert.match(
      faults({ applications: both, picks: [pick('甲', 500), pick('乙', 301)] })[0] ?? '',
      /801 万元.*800 万元/,
    )
    const before = application('丙', { state: 'approved', amountFen: 600 * WAN })
    const message = faults({ applications: [one, before], picks: [pick('甲', 201)] })[0] ?? ''
    assert.match(message, /还可选定的 200 万元.*600 万元 已经选定/)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 800 }), { minLength: 1, maxLength: 4 }), (amounts) => {
        const all = amounts.map((_, place) => application(`b${place}`))
        const picks = amounts.map((wan, place) => pick(`b${place}`, wan))
        const sum = amounts.reduce((total, wan) => total + wan, 0)
        assert.equal(faults({ applications: all, picks, rest: 'end' }).length === 0, sum <= 800)
      }),
    )
  })

  it('counts a bank that asks again after it was chosen, and what a bank decided on', () => {
    const asking = application('丙', { state: 'returned', before: 'chosen', amountFen: 600 * WAN })
    assert.equal(remainingFen(800 * WAN, [asking]), 200 * WAN)
    const at = new Date('2026-11-20T02:00:00Z')
    const decision = {
      ...{ amountFen: 500 * WAN, rateBp: 345, months: 36, conditions: '', at, by: '王', proposedBy: null },
    }
    assert.equal(remainingFen(800 * WAN, [{ ...asking, state: 'approved', before: null, decision }]), 300 * WAN)
    assert.equal(remainingFen(800 * WAN, [application('丁', { state: 'returned', before: 'claimed' })]), 800 * WAN)
  })

  it('refuses an offer whose last day has gone by, and takes it on that day', () => {
    const until = (validUntil: string) => application('甲', {}, offeredTerms({ validUntil }))
    assert.match(
      faults({ applications: [until('2026-11-21')], picks: [pick('甲', 800)] })[0] ?? '',
      /2026年11月21日.*过期/,
    )
    assert.deepEqual(faults({ applications: [until(TODAY)], picks: [pick('甲', 800)] }), [])
  })

  it('never takes more of a thing than the request pledges, however its name is written', () => {
    const [a, b] = [
      application('甲', {}, offeredTerms({ securities: taking(600) })),
      application('乙', {}, offeredTerms({ securities: taking(500, '石房权证　００１') })),
    ]
    const picks = [pick('甲', 500), pick('乙', 300)]
    const message = faults({ applications: [a, b], picks, securities: [plant] })[0] ?? ''
    assert.match(message, /甲银行、乙银行共要占用 1,100 万元，超过本次申请可用的 1,000 万元/)
    assert.deepEqual(faults({ applications: [a, b], picks: [pick('甲', 800)], securities: [plant] }), [])
    const more = [{ ...plant, valueFen: 1100 * WAN }]
    assert.deepEqual(faults({ applications: [a, b], picks, securities: more }), [])
    const part = [{ ...plant, valueFen: 1100 * WAN, pledgedFen: 1000 * WAN }]
    assert.equal(faults({ applications: [a, b], picks, securities: part }).length, 1)
  })

  it('counts what a bank chosen before takes of the same thing', () => {
    const before = application(
      '丙',
      { state: 'chosen', amountFen: 100 * WAN },
      offeredTerms({ securities: taking(900) }),
    )
    const next = application('甲', {}, offeredTerms({ securities: taking(200) }))
    assert.equal(faults({ applications: [before, next], picks: [pick('甲', 700)], securities: [plant] }).length, 1)
  })

  it('gives a thing whose value nobody stated to one offer only; a guarantee is no thing', () => {
    const with_ = (id: string, securities: readonly PledgedPart[]) => application(id, {}, offeredTerms({ securities }))
    const picks = [pick('甲', 400), pick('乙', 400)]
    const both = [with_('甲', taking(1)), with_('乙', taking(1))]
    assert.match(
      faults({ applications: both, picks, securities: [{ ...plant, valueFen: null }] })[0] ?? '',
      /只能用于一份/,
    )
    assert.match(faults({ applications: both, picks })[0] ?? '', /只能用于一份/)
    const word: readonly PledgedPart[] = [{ kind: '个人保证', reference: '张三', valueFen: 800 * WAN }]
    assert.deepEqual(faults({ applications: [with_('甲', word), with_('乙', word)], picks }), [])
  })

  it('asks what becomes of the others when the need is covered only in part and somebody could serve the rest', () => {
    const part = { applications: both, picks: [pick('甲', 500)] }
    assert.match(faults(part)[0] ?? '', /请选择其余银行继续办理还是不再需要/)
    assert.deepEqual(faults({ ...part, rest: 'keep' }), [])
    assert.deepEqual(faults({ ...part, rest: 'end' }), [])
    assert.deepEqual(faults({ applications: [one], picks: [pick('甲', 500)] }), [], 'nobody else is left')
    const hall = application('大厅', { kind: 'hall', state: 'claimed', offer: null })
    assert.equal(faults({ applications: [one, hall], picks: [pick('甲', 500)] }).length, 1)
  })
})
