import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { paths } from '../../src/paths.js'
import { moverKinds } from '../../src/syndicates/rules/member-access.js'
import { SYNDICATE_ACTIONS, refusalOf, type SyndicateMoverKind } from '../../src/syndicates/rules/state-table.js'
import { badNumbers, markup } from '../journeys/hostile-list.js'
import {
  formed,
  inHand,
  invitationOf,
  invited,
  requestOf,
  startSyndicates,
  type Signed,
  type SyndicateApp,
} from './syndicate-app.js'

describe('what somebody sends who means harm, or does not know what is asked', function () {
  this.timeout(120_000)
  let test: SyndicateApp
  before(async () => {
    test = await startSyndicates()
  })
  after(() => test.close())

  const tokenOf = async ({ visitor }: Signed) => String((await visitor.open('/account'))('[name=_csrf]').first().val())
  const stored = async (id: string) => JSON.stringify((await test.deps.syndicates.see(test.bureau.user, id)).syndicate)

  it('gets a sentence for every number nobody can mean, with what was typed kept, and changes nothing', async () => {
    const { id } = await formed(test)
    const before = await stored(id)
    const page = await test.bank.icbc.visitor.open(paths.syndicate({ id }))
    for (const bad of [...badNumbers, '']) {
      const answer = await test.bank.icbc.visitor.submit(page, '#do-share', { shareAmount: bad })
      assert.equal(answer.status, 422, bad)
      const $ = loadPage(answer.text)
      assert.equal($('#f-shareAmount').attr('value'), bad)
      assert.equal($('#errors a[href="#f-shareAmount"]').length, 1, bad)
      assert.doesNotMatch(answer.text, /<script>alert/)
    }
    assert.equal(await stored(id), before)
  })

  it('gets 422 for unknown fields, unknown moves, lists for text, and forms of other moves', async () => {
    const { id } = await formed(test)
    const before = await stored(id)
    const _csrf = await tokenOf(test.bank.icbc)
    const bodies: Record<string, string | string[]>[] = [
      {},
      { action: 'settle', version: '1' },
      { action: 'constructor', version: '1' },
      { action: ['share', 'share'], version: '1', shareAmount: '1' },
      { action: 'share', shareAmount: '1' },
      { action: 'share', version: '-1', shareAmount: '1' },
      { action: 'share', version: '1', shareAmount: ['1', '2'] },
      { action: 'share', version: '1', shareAmount: '1', state: 'signed' },
      { action: 'share', version: '1', 'shareAmount[$gt]': '0' },
      { action: 'invite', version: '1', ...invitationOf('abc', 1), inviteRole: 'lead' },
      { action: 'invite', version: '1', ...invitationOf('abc', 1), inviteUntil: '2026-02-30' },
      { action: 'invite', version: '1', ...invitationOf('abc', 1), inviteBank: '__proto__' },
      { action: 'invite', version: '1', ...invitationOf('abc', 1), inviteBank: 'ceb' },
      { action: 'invite', version: '1', ...invitationOf('abc', 1), inviteBank: 'icbc' },
      { action: 'recall', version: '1', recallInvitation: 'x'.repeat(24), recallReason: '理由充分' },
      { action: 'propose', version: '1' },
    ]
    for (const body of bodies) {
      const answer = await test.bank.icbc.visitor.post(paths.syndicateMoves({ id }), { _csrf, ...body })
      assert.equal(answer.status, 422, JSON.stringify(body))
    }
    assert.equal(await stored(id), before)
  })

  it('writes markup as text', async () => {
    const { id } = await formed(test)
    const page = await test.bank.icbc.visitor.open(paths.syndicate({ id }))
    const message = `请贵行参加 ${markup}`
    await test.bank.icbc.visitor
      .submit(page, '#do-invite', invitationOf('abc', 1, { inviteMessage: message }))
      .expect(303)
    const again = await test.bank.icbc.visitor.get(paths.syndicate({ id })).expect(200)
    assert.doesNotMatch(again.text, /<script>alert|<img src=x/)
    assert.ok(loadPage(again.text)('main').text().includes(markup))
  })

  it('cannot form a syndicate of an application of another bank, of one not taken on, or beyond the project', async () => {
    const { icbc, abc } = test.bank
    const application = await inHand(test, icbc, requestOf(test.owner.user.organisation.id))
    await abc.visitor.get(paths.newSyndicate({}, { application: application.id })).expect(404)
    const form = await icbc.visitor.open(paths.newSyndicate({}, { application: application.id }))
    const plan = { leadShare: '1', total: '494400.01', title: '光伏' }
    const _csrf = await tokenOf(abc)
    const stolen = {
      ...plan,
      purpose: '',
      investment: '',
      termMonths: '',
      rate: '',
      application: application.id,
      _csrf,
    }
    await abc.visitor.post(paths.syndicates({}), stolen).expect(404)
    const large = await icbc.visitor.submit(form, '#plan', plan)
    assert.equal(large.status, 422)
    assert.match(large.text, /超过项目总投资 494,400 万元/)
    const lead = await icbc.visitor.submit(form, '#plan', { leadShare: '380001' })
    assert.match(lead.text, /超过银团总额/)
    const rate = await icbc.visitor.submit(form, '#plan', { leadShare: '1', rate: '-3', termMonths: '1.5' })
    assert.deepEqual(
      loadPage(rate.text)('#errors a')
        .map((_, one) => loadPage(rate.text)(one).attr('href'))
        .get(),
      ['#f-termMonths', '#f-rate'],
    )
  })

  it('is refused every move from the wrong side: each action by each party, over the wire', async () => {
    const id = await invited(test, { abc: 80_000, boc: 60_000 })
    const { syndicate } = await test.deps.syndicates.see(test.bureau.user, id)
    const before = await stored(id)
    let refused = 0
    for (const one of [test.bank.icbc, test.bank.abc, test.owner]) {
      const kinds: ReadonlySet<SyndicateMoverKind> = moverKinds(syndicate, one.user.organisation)
      const _csrf = await tokenOf(one)
      for (const action of SYNDICATE_ACTIONS.filter((name) => refusalOf(name, syndicate.state, kinds) !== null)) {
        const body = { _csrf, action, version: String(syndicate.version), ...FORMS[action] }
        const answer = await one.visitor.post(paths.syndicateMoves({ id }), body)
        const expected = FORMS[action] === undefined ? 422 : 409
        assert.equal(answer.status, expected, `${action} by ${one.user.role} of ${one.user.organisation.id}`)
        if (expected === 409) assert.match(answer.text, /“[^”]+”没有办成：这个银团现在是“邀请中”/)
        refused += 1
      }
    }
    assert.ok(refused >= 40)
    assert.equal(await stored(id), before)
  })
})

/** A form of each move that would be accepted from the right side; the portal's own moves and the plan have none here. */
const id = 'A'.repeat(24)
const FORMS: Readonly<Record<string, Record<string, string>>> = {
  share: { shareAmount: '1' },
  invite: invitationOf('ccb', 1),
  recall: { recallInvitation: id, recallReason: '理由充分' },
  propose: {},
  consent: { consentTo: id },
  consentMore: { consentTo: id },
  object: { objectReason: '理由充分' },
  refuse: { refuseInvitation: id, refuseReason: '理由充分' },
  accept: { acceptAmount: '1' },
  decline: { declineReason: '理由充分' },
  retract: { retractReason: '理由充分' },
  sign: { signNumber: '甲-1', signedOn: '2026-11-23', agent: 'icbc' },
  draw: { drawOn: '2026-11-23', drawAmount: '1', drawNote: '' },
  repay: { repayOn: '2026-11-23', repayAmount: '1', repayNote: '' },
  finish: { finishReason: '理由充分' },
  terminate: { terminateReason: '理由充分' },
  takeBack: { takeBackReason: '理由充分' },
}
