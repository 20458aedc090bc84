import assert from 'node:assert/strict'
import { paths } from '../../src/paths.js'
import type { Syndicate } from '../../src/syndicates/rules/syndicate.js'
import { drawnFen, unpromisedFen } from '../../src/syndicates/rules/syndicate.js'
import {
  inHand,
  invited,
  invitationOf,
  makeMove,
  moved,
  PLAN,
  requestOf,
  signed,
  signedSyndicate,
  startSyndicates,
  YI,
  type Signed,
  type SyndicateApp,
} from './syndicate-app.js'
import { refusalMatching } from '../support/refusals.js'

describe('two people at once', function () {
  this.timeout(60_000)
  let test: SyndicateApp
  let colleague: Signed
  before(async () => {
    test = await startSyndicates()
    colleague = await signed(test, 'manager', { organisation: { kind: 'bank', id: 'icbc' }, name: '李审批' })
  })
  after(() => test.close())

  const read = async (id: string): Promise<Syndicate> =>
    (await test.deps.syndicates.see(test.bureau.user, id)).syndicate
  /** Opens the page for everybody first, then sends all forms together. */
  async function together(id: string, forms: readonly (readonly [Signed, string, Record<string, string>])[]) {
    const pages = await Promise.all(forms.map(([{ visitor }]) => visitor.open(paths.syndicate({ id }))))
    return Promise.all(
      forms.map(([{ visitor }, action, fields], place) => {
        const $ = pages[place]
        assert.ok($)
        return visitor.submit($, `#do-${action}`, fields)
      }),
    )
  }

  it('in two banks never promise more than the total: the second is told what is left', async () => {
    const id = await invited(test, { abc: 200_000, boc: 200_000 })
    const answers = await together(id, [
      [test.bank.abc, 'accept', { acceptAmount: '200000' }],
      [test.bank.boc, 'accept', { acceptAmount: '200000' }],
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.match(answers.find(({ status }) => status === 422)?.text ?? '', /现在还剩 60,000 万元/)
    assert.equal(unpromisedFen(await read(id)), 6 * YI)
  })

  it('in two banks both join where both fit, though the page of one is older by then', async () => {
    const id = await invited(test, { abc: 100_000, boc: 160_000 })
    const answers = await together(id, [
      [test.bank.abc, 'accept', { acceptAmount: '100000' }],
      [test.bank.boc, 'accept', { acceptAmount: '160000' }],
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    )
    assert.equal(unpromisedFen(await read(id)), 0)
  })

  it('of the lead sign once: the other is told by whom and when', async () => {
    const id = await invited(test, { abc: 260_000 })
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '260000' })
    const answers = await together(id, [
      [test.bank.icbc, 'sign', { signNumber: '甲-1', signedOn: '2026-11-23' }],
      [colleague, 'sign', { signNumber: '乙-1', signedOn: '2026-11-23' }],
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    const told = answers.find(({ status }) => status === 409)?.text ?? ''
    assert.match(told, /有人先办理了这个银团/)
    assert.match(told, /2026年11月23日 10:00，中国工商银行(icbc经理|李审批)，签订银团协议/)
    assert.equal((await test.deps.syndicates.movesOf(id)).filter(({ action }) => action === 'sign').length, 1)
  })

  it('of the agent draw once with a double click', async () => {
    const id = await signedSyndicate(test)
    const fields = { drawOn: '2026-11-23', drawAmount: '1500' }
    const answers = await together(id, [
      [test.bank.icbc, 'draw', fields],
      [test.bank.icbc, 'draw', fields],
      [colleague, 'draw', fields],
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409])
    assert.equal(drawnFen(await read(id)), 1500 * 1_000_000)
    assert.equal((await test.deps.syndicates.flowsOf(id)).length, 1)
  })

  it('form one syndicate of a request', async () => {
    const application = await inHand(test, test.bank.icbc, requestOf(test.owner.user.organisation.id))
    const outcomes = await Promise.allSettled(
      [test.bank.icbc, colleague].map(({ user }) => test.deps.syndicates.open(user, application.id, PLAN)),
    )
    const [lost, ...more] = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(more.length, 0)
    assert.ok(refusalMatching(/已有一个在办的银团/)(lost?.reason))
    const own = await test.deps.syndicates.list(test.bank.icbc.user)
    assert.equal(own.filter(({ syndicate }) => syndicate.applicationId === application.id).length, 1)
    await assert.rejects(
      test.deps.syndicates.open(colleague.user, application.id, PLAN),
      refusalMatching(/已有一个在办的银团/),
    )
  })

  it('act on an older page of the lead and are told so, with nothing changed', async () => {
    const id = await invited(test, { abc: 260_000 })
    const old = await test.bank.icbc.visitor.open(paths.syndicate({ id }))
    await moved(colleague, id, 'invite', invitationOf('boc', 10_000))
    const late = await test.bank.icbc.visitor.submit(old, '#do-share', { shareAmount: '100000' })
    assert.equal(late.status, 409)
    assert.match(late.text, /李审批/)
    assert.equal((await read(id)).lead.shareFen, 12 * YI)
  })

  it('who break a rule of 2024 cannot sign, and are told bank, share, bound and rule', async () => {
    const id = await invited(test, { abc: 330_000 })
    await moved(test.bank.icbc, id, 'share', { shareAmount: '50000' })
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '330000' })
    const refused = await makeMove(test.bank.icbc, id, 'sign', { signNumber: '甲-1', signedOn: '2026-11-23' })
    assert.equal(refused.status, 422)
    assert.match(
      refused.text,
      /牵头行中国工商银行承贷 50,000 万元（约 13\.16%），单家牵头原则上不少于 15%。依据《银团贷款业务管理办法》/,
    )
    assert.equal((await read(id)).agreement, null)
  })

  it('who leave a part of the total open cannot sign', async () => {
    const id = await invited(test, { abc: 200_000 })
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '200000' })
    const refused = await makeMove(test.bank.icbc, id, 'sign', { signNumber: '甲-1', signedOn: '2026-11-23' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /还差 60,000 万元/)
  })
})
