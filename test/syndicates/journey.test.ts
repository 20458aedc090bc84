import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { paths } from '../../src/paths.js'
import { drawnFen, unpromisedFen, repaidFen, type Syndicate } from '../../src/syndicates/rules/syndicate.js'
import {
  agreeToAll,
  formed,
  BANKS,
  invitationOf,
  inHand,
  makeMove,
  moved,
  requestOf,
  signedSyndicate,
  startSyndicates,
  wordsOf,
  YI,
  type SyndicateApp,
} from './syndicate-app.js'

const shares = { icbc: 12, abc: 8, boc: 6, ccb: 5, cmbc: 4, psbc: 3 } as const

describe('a syndicate', function () {
  this.timeout(60_000)
  let test: SyndicateApp
  before(async () => {
    test = await startSyndicates()
  })
  after(() => test.close())

  const read = async (id: string): Promise<Syndicate> =>
    (await test.deps.syndicates.see(test.bureau.user, id)).syndicate
  const page = async (who: keyof typeof shares | 'owner' | 'bureau', id: string) => {
    const { visitor } = who === 'owner' || who === 'bureau' ? test[who] : test.bank[who]
    return visitor.open(paths.syndicate({ id }))
  }
  const noticesTo = async (who: keyof typeof shares | 'owner') => {
    const { user } = who === 'owner' ? test.owner : test.bank[who]
    return (await test.deps.notices.list(user, { skip: 0, limit: 100 })).notices.map(({ subject }) => subject)
  }

  it('goes from an application in hand to the second drawdown, and is repaid to the fen', async () => {
    const { icbc } = test.bank
    const application = await inHand(test, icbc, requestOf(test.owner.user.organisation.id))
    const choice = await icbc.visitor.open(paths.newSyndicate({}))
    assert.match(wordsOf(choice), /光伏基地.*38 亿元/)
    const form = await icbc.visitor.open(paths.newSyndicate({}, { application: application.id }))
    assert.equal(form('[name=total]').attr('value'), '380000')
    assert.equal(form('[name=investment]').attr('value'), '494400')
    assert.match(wordsOf(form), /4416 太阳能发电/)
    const opened = await icbc.visitor.submit(form, '#plan', { leadShare: '120000', facts: ['industry', 'reduction'] })
    assert.equal(opened.status, 303, wordsOf(loadPage(opened.text)))
    const id = String(opened.headers.location).split('/').at(-1) ?? ''

    const five = [
      ['abc', 80_000],
      ['boc', 60_000],
      ['ccb', 50_000],
      ['cmbc', 40_000],
      ['psbc', 30_000],
    ] as const
    for (const [bank, wan] of five) {
      await moved(icbc, id, 'invite', invitationOf(bank, wan, { inviteMessage: '共同支持兵团光伏基地' }))
      await test.bank[bank].visitor.get(paths.syndicate({ id })).expect(404)
    }
    await moved(icbc, id, 'propose')
    for (const [bank] of five) await test.bank[bank].visitor.get(paths.syndicate({ id })).expect(404)
    assert.ok((await noticesTo('owner')).some((subject) => subject.includes('请企业同意银团方案')))

    await agreeToAll(test, id, 'consent')
    const consents = await test.deps.enterprises.consentsOf(test.owner.user.organisation.id)
    // The lead has had its own since the application.
    const asked = consents.filter(({ bankId }) => bankId !== 'icbc')
    assert.deepEqual(asked.map(({ bankId }) => bankId).sort(), five.map(([bank]) => bank).sort())
    for (const [bank, wan] of five) {
      assert.deepEqual(await noticesTo(bank), ['银团邀请：光伏基地银团贷款'])
      const seen = await page(bank, id)
      assert.match(wordsOf(seen), /4416 太阳能发电/)
      assert.doesNotMatch(wordsOf(seen), /所在师市|第十三师/)
      await moved(test.bank[bank], id, 'accept', { acceptAmount: String(wan) })
    }
    const ready = await page('icbc', id)
    assert.match(wordsOf(ready), /各项都符合/)
    assert.match(wordsOf(ready), /约 31\.58%.*不少于 15%/)
    await moved(icbc, id, 'sign', { signNumber: '银团-2026-001', signedOn: '2026-11-23' })
    assert.equal((await read(id)).state, 'signed')

    await moved(icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '1500', drawNote: '设备首付款' })
    const first = await test.deps.syndicates.flowsOf(id)
    assert.deepEqual(
      first.map(({ amountFen, parts }) => [amountFen, parts.map(({ fen }) => fen)]),
      [[1_500_000_000, [473_684_210, 315_789_474, 236_842_105, 197_368_421, 157_894_737, 118_421_053]]],
    )
    await moved(icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '333.333333' })
    await moved(icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '378166.666667' })
    const drawn = await read(id)
    assert.equal(drawn.state, 'repaying')
    for (const [place, bank] of BANKS.entries()) assert.equal(drawn.members[place]?.drawnFen, shares[bank] * YI, bank)

    await moved(icbc, id, 'repay', { repayOn: '2026-11-23', repayAmount: '100000.01' })
    await moved(icbc, id, 'repay', { repayOn: '2026-11-23', repayAmount: '279999.99' })
    const closed = await read(id)
    assert.equal(closed.state, 'closed')
    assert.ok(closed.members.every(({ drawnFen, repaidFen }) => drawnFen === repaidFen))
    assert.equal(drawnFen(closed), repaidFen(closed))

    const said = wordsOf(await page('psbc', id))
    assert.match(said, /第 1 笔：2026年11月23日，15,000,000\.00 元/)
    assert.match(said, /1,184,210\.53 元/)
    const { events } = await test.deps.audit.list(
      { subjectId: id },
      {
        number: 1,
        size: 100,
      },
    )
    assert.ok(events.length >= 20)
    assert.equal((await test.deps.audit.verify()).sound, true)
    const moves = await test.deps.syndicates.movesOf(id)
    assert.deepEqual(
      moves.map(({ seq }) => seq),
      moves.map((_, place) => place + 1),
    )
    assert.ok(moves.every(({ by, at }) => by.organisation !== '' && at instanceof Date))
  })

  it('tells the enterprise and every member of a drawdown, and the agent who made it not', async () => {
    const id = await signedSyndicate(test)
    const before = (await noticesTo('icbc')).filter((subject) => subject.startsWith('银团：提款（')).length
    await moved(test.bank.icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '100' })
    for (const who of ['owner', 'abc', 'psbc'] as const)
      assert.ok(
        (await noticesTo(who)).some((subject) => subject.startsWith('银团：提款（')),
        who,
      )
    assert.equal((await noticesTo('icbc')).filter((subject) => subject.startsWith('银团：提款（')).length, before)
  })

  it('is not drawn beyond its total, before the agreement, or on a day to come', async () => {
    const id = await signedSyndicate(test)
    for (const [fields, sentence] of [
      [{ drawOn: '2026-11-23', drawAmount: '380000.01' }, /超过还没有提的 380,000 万元/],
      [{ drawOn: '2026-11-22', drawAmount: '1' }, /不能早于 2026年11月23日/],
      [{ drawOn: '2026-11-24', drawAmount: '1' }, /不能晚于今天/],
      [{ drawOn: '2026-11-23', drawAmount: '0' }, /要大于 0/],
    ] as const) {
      const refused = await makeMove(test.bank.icbc, id, 'draw', fields)
      assert.equal(refused.status, 422)
      assert.match(refused.text, sentence)
    }
    assert.equal(drawnFen(await read(id)), 0)
    assert.equal(unpromisedFen(await read(id)), 0)
  })

  it('is handled by the bank that the agreement names as agent, and by nobody else', async () => {
    const id = await signedSyndicate(test)
    const refused = await test.bank.abc.visitor.post(paths.syndicateMoves({ id }), {
      ...{ _csrf: String((await page('abc', id))('[name=_csrf]').first().val()), action: 'draw', version: '1' },
      ...{ drawOn: '2026-11-23', drawAmount: '1', drawNote: '' },
    })
    assert.equal(refused.status, 409)
    assert.equal(drawnFen(await read(id)), 0)
  })

  it('ends its drawing early with a reason, and what was not drawn is never owed', async () => {
    const id = await signedSyndicate(test)
    await moved(test.bank.icbc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '100' })
    await moved(test.bank.icbc, id, 'finish', { finishReason: '项目结余，余下不再提款' })
    assert.equal((await read(id)).state, 'repaying')
    await moved(test.bank.icbc, id, 'repay', { repayOn: '2026-11-23', repayAmount: '100' })
    assert.equal((await read(id)).state, 'closed')
  })

  it('led by two banks follows the rules of joint leads, and may be handled by the other one', async () => {
    const { id } = await formed(test)
    await moved(test.bank.icbc, id, 'invite', invitationOf('abc', 160_000, { inviteRole: 'joint-lead' }))
    await moved(test.bank.icbc, id, 'invite', invitationOf('boc', 100_000))
    await moved(test.bank.icbc, id, 'propose')
    await agreeToAll(test, id, 'consent')
    await moved(test.bank.abc, id, 'accept', { acceptAmount: '160000' })
    await moved(test.bank.boc, id, 'accept', { acceptAmount: '100000' })
    const said = wordsOf(await page('icbc', id))
    assert.match(said, /联合牵头行中国农业银行承贷 160,000 万元（约 42\.11%），每家联合牵头行原则上不少于 10%/)
    assert.match(said, /联合牵头时每家银行原则上不高于 70%/)
    await moved(test.bank.icbc, id, 'sign', { signNumber: '联合-1', signedOn: '2026-11-23', agent: 'abc' })
    await moved(test.bank.abc, id, 'draw', { drawOn: '2026-11-23', drawAmount: '380000' })
    const drawn = await read(id)
    assert.equal(drawn.state, 'repaying')
    assert.deepEqual(
      drawn.members.map(({ role }) => role),
      ['lead', 'joint-lead', 'participant'],
    )
    assert.equal((await page('icbc', id))('#do-repay').length, 0)
  })
})
