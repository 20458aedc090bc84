import assert from 'node:assert/strict'
import { moverOf } from '../../src/applications/index.js'
import { actorOf } from '../../src/audit/index.js'
import { paths } from '../../src/paths.js'
import type { Syndicate } from '../../src/syndicates/rules/syndicate.js'
import {
  agreeToAll,
  formed,
  inHand,
  invitationOf,
  invited,
  makeMove,
  moved,
  PLAN,
  requestOf,
  signed,
  signedSyndicate,
  startSyndicates,
  wordsOf,
  type Signed,
  type SyndicateApp,
} from './syndicate-app.js'

describe('who sees a syndicate', function () {
  this.timeout(60_000)
  let test: SyndicateApp
  let strangers: readonly Signed[]
  before(async () => {
    test = await startSyndicates()
    strangers = [
      await signed(test, 'owner'),
      await signed(test, 'officer'),
      await signed(test, 'manager', { organisation: { kind: 'bank', id: 'ceb' } }),
      await signed(test, 'administrator'),
    ]
  })
  after(() => test.close())

  const sees = async ({ visitor }: Signed, id: string): Promise<boolean> => {
    const { status, text } = await visitor.get(paths.syndicate({ id }))
    assert.ok(status === 200 || status === 404, `${status}`)
    if (status === 404) assert.doesNotMatch(text, /光伏基地|天山新能源/)
    return status === 200
  }
  const lists = async ({ visitor }: Signed, id: string): Promise<boolean> =>
    (await visitor.open(paths.syndicates({})))(`main a[href="${paths.syndicate({ id })}"]`).length > 0
  const read = async (id: string): Promise<Syndicate> =>
    (await test.deps.syndicates.see(test.bureau.user, id)).syndicate

  it('is the lead, the enterprise and the bureau while it is formed; no bank on the list, and no stranger ever', async () => {
    const { id } = await formed(test)
    await moved(test.bank.icbc, id, 'invite', invitationOf('abc', 80_000))
    for (const one of [test.bank.icbc, test.owner, test.bureau]) {
      assert.ok(await sees(one, id))
      assert.ok(await lists(one, id))
    }
    for (const one of [test.bank.abc, test.bank.boc, ...strangers]) assert.ok(!(await sees(one, id)), one.user.role)
    assert.ok(!(await lists(test.bank.abc, id)))
    await moved(test.bank.icbc, id, 'propose')
    assert.ok(!(await sees(test.bank.abc, id)))
  })

  it('is an invited bank for its own part: neither the other banks nor what the lead did not choose to show', async () => {
    const id = await invited(test, { abc: 80_000, boc: 60_000 })
    assert.ok(await lists(test.bank.abc, id))
    await moved(test.bank.boc, id, 'accept', { acceptAmount: '60000' })
    const said = wordsOf(await test.bank.abc.visitor.open(paths.syndicate({ id })))
    assert.match(said, /中国工商银行.*牵头行/)
    assert.match(said, /其他 1 家银行合计/)
    assert.match(said, /4,000,000 吨二氧化碳/)
    assert.doesNotMatch(said, /中国银行(?!业)|boc经理|所有制|国有/)
    for (const one of strangers) assert.ok(!(await sees(one, id)))
  })

  it('is a member after signing with every share', async () => {
    const id = await signedSyndicate(test)
    const said = wordsOf(await test.bank.psbc.visitor.open(paths.syndicate({ id })))
    for (const name of ['中国工商银行', '中国农业银行', '中国银行', '中国建设银行', '中国民生银行'])
      assert.ok(said.includes(name), name)
    assert.doesNotMatch(said, /可以办理/)
    for (const one of strangers) assert.ok(!(await sees(one, id)))
  })

  it('is no longer a bank that declined, retracted, was recalled, was refused or let the time pass', async () => {
    const id = await invited(test, { abc: 80_000, boc: 60_000, ccb: 50_000, cmbc: 40_000, psbc: 30_000 })
    const { abc, boc, ccb, cmbc, psbc, icbc } = test.bank
    const invitation = async (bank: string) =>
      (await read(id)).invitations.find(({ bankId }) => bankId === bank)?.id ?? ''
    const gone = await makeMove(abc, id, 'decline', { declineReason: '本行对该行业的额度已满' })
    assert.equal(gone.headers.location, paths.syndicates({}))
    await moved(boc, id, 'accept', { acceptAmount: '60000' })
    await moved(boc, id, 'retract', { retractReason: '总行没有批准' })
    await moved(icbc, id, 'recall', { recallInvitation: await invitation('ccb'), recallReason: '份额已经调整' })
    await moved(test.owner, id, 'refuse', {
      refuseInvitation: await invitation('cmbc'),
      refuseReason: '不希望该行参加',
    })
    assert.ok(await sees(psbc, id))
    test.turnTo('2026-12-11T02:00:00Z')
    assert.ok((await test.deps.syndicates.closeDueInvitations()) >= 1)
    assert.equal(await test.deps.syndicates.closeDueInvitations(), 0)
    test.turnTo('2026-11-23T02:00:00Z')
    for (const one of [abc, boc, ccb, cmbc, psbc]) {
      assert.ok(!(await sees(one, id)), one.user.organisation.id)
      assert.ok(!(await lists(one, id)))
    }
    assert.deepEqual(
      (await read(id)).invitations.map(({ state }) => state),
      ['declined', 'retracted', 'recalled', 'refused', 'lapsed'],
    )
    const told = (await test.deps.notices.list(icbc.user, { skip: 0, limit: 100 })).notices.map(({ text }) => text)
    assert.ok(told.some((text) => text.includes('本行对该行业的额度已满')))
    await moved(icbc, id, 'invite', invitationOf('abc', 70_000))
    assert.ok(!(await sees(abc, id)), 'invited again: not before the enterprise agrees again')
    await agreeToAll(test, id, 'consentMore')
    assert.ok(await sees(abc, id))
  })

  it('is a bank only as long as the consent of the enterprise holds; without it nothing is signed', async () => {
    const id = await invited(test, { abc: 260_000 })
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '260000' })
    const consents = await test.deps.enterprises.consentsOf(test.owner.user.organisation.id)
    const given = (await read(id)).invitations[0]?.consent?.id
    const consent = consents.find((one) => one.id === given)
    assert.deepEqual([consent?.bankId, consent?.purpose, consent?.scopes], ['abc', 'review', ['needs']])
    for (const one of consents.filter(({ bankId, revokedAt }) => bankId === 'abc' && revokedAt === null)) {
      const page = await test.owner.visitor.open(paths.enterpriseConsents({}))
      const csrf = String(page('[name=_csrf]').first().val())
      await test.owner.visitor.post(paths.enterpriseConsentRevocation({ id: one.id }), { _csrf: csrf }).expect(303)
    }
    assert.ok(!(await sees(test.bank.abc, id)))
    assert.ok(!(await lists(test.bank.abc, id)))
    const refused = await makeMove(test.bank.icbc, id, 'sign', { signNumber: '银团-1', signedOn: '2026-11-23' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /企业已收回给中国农业银行的授权/)
    assert.match(refused.text, /，现已收回/)
    assert.equal((await read(id)).state, 'inviting')
  })

  it('lets only the banks in that the enterprise ticked', async () => {
    const { id } = await formed(test)
    for (const bank of ['boc', 'ccb'] as const) await moved(test.bank.icbc, id, 'invite', invitationOf(bank, 50_000))
    await moved(test.bank.icbc, id, 'propose')
    const nobody = await makeMove(test.owner, id, 'consent')
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /请勾选同意邀请的银行/)
    const boc = (await read(id)).invitations[0]?.id ?? ''
    await moved(test.owner, id, 'consent', { consentTo: boc })
    assert.ok(await sees(test.bank.boc, id))
    assert.ok(!(await sees(test.bank.ccb, id)))
  })

  it('ends with the application that it stands on, and with the word of the enterprise', async () => {
    const id = await invited(test, { abc: 80_000 })
    const { applicationId } = await read(id)
    const by = { action: 'withdraw', mover: moverOf(test.owner.user), reason: '项目取消' } as const
    await test.deps.applications.move({ enterpriseId: test.owner.user.organisation.id }, applicationId ?? '', by)
    assert.equal((await read(id)).state, 'terminated')
    assert.ok(!(await sees(test.bank.abc, id)))

    const other = await invited(test, { abc: 80_000 })
    await moved(test.owner, other, 'takeBack', { takeBackReason: '改用自有资金' })
    assert.equal((await read(other)).state, 'terminated')
    assert.ok(!(await sees(test.bank.abc, other)))
    assert.ok(await sees(test.bank.icbc, other))
  })

  it('shows a lead nothing more of the project once the enterprise has taken its consent back', async () => {
    const owner = await signed(test, 'owner')
    const enterpriseId = owner.user.organisation.id
    const application = await inHand(test, test.bank.icbc, requestOf(enterpriseId))
    const { visitor, user } = test.bank.icbc
    const form = `/syndicates/new?application=${application.id}`
    const before = wordsOf(await visitor.open(form))
    assert.match(before, /第十三师.*4,000,000 吨二氧化碳/)
    const { id } = await test.deps.syndicates.open(user, application.id, PLAN)
    assert.match(wordsOf(await visitor.open(`/syndicates/${id}`)), /4,000,000 吨二氧化碳/)
    const [consent] = await test.deps.enterprises.consentsOf(enterpriseId)
    await test.deps.enterprises.revokeConsent(enterpriseId, consent?.id ?? '', actorOf(owner.user))
    for (const address of [form, `/syndicates/${id}`, `/syndicates/${id}/plan`]) {
      assert.doesNotMatch(wordsOf(await visitor.open(address)), /第十三师|国有|吨二氧化碳/, address)
    }
    const $ = await visitor.open(form)
    assert.deepEqual([$('[name=purpose]').val(), $('[name=investment]').val()], ['', ''])
    assert.match(wordsOf($), /企业未授权贵行查看，或授权已经收回、到期/)
  })

  it('stands in the export of the enterprise, and ends when it closes', async () => {
    const owner = await signed(test, 'owner')
    const application = await inHand(test, test.bank.icbc, requestOf(owner.user.organisation.id))
    const { id } = await test.deps.syndicates.open(test.bank.icbc.user, application.id, PLAN)
    const { syndicates } = await test.deps.enterprises.exportEverything(owner.user.organisation.id)
    assert.deepEqual(
      (syndicates as readonly { id: string }[]).map((one) => one.id),
      [id],
    )
    await test.deps.enterprises.close(owner.user.organisation.id, actorOf(owner.user))
    assert.equal((await read(id)).state, 'terminated')
  })
})
