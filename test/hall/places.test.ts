import assert from 'node:assert/strict'
import { moverOf, portal, type Refusal } from '../../src/applications/index.js'
import { newRecordId } from '../../src/db/index.js'
import { hallService } from '../../src/hall/index.js'
import { pageErrorOf } from '../../src/error-pages.js'
import { Invalid } from '../../src/web/errors.js'
import { refusedWith as refusedAs } from '../support/refusals.js'
import { startApp, type TestApp } from '../support/app.js'
import {
  afterWindow,
  bankUser,
  bureauUser,
  chinaTime,
  bidAs,
  inHall,
  monday,
  productOf,
  applicationsOf,
  termsAt,
} from './bidding.js'

const refusedWith = (status: number, message: RegExp) => refusedAs({ status, message })

const isInvalid = (error: unknown) => pageErrorOf(error) instanceof Invalid

describe('the hall', function () {
  this.timeout(60_000)
  let test: TestApp
  let now = monday

  before(async () => {
    test = await startApp({ now: () => now })
  })
  beforeEach(() => {
    now = monday
  })
  after(() => test.close())

  /** Four banks claim at falling prices: the last to come is the cheapest. */
  async function fourClaims() {
    const { who, request, banks } = await inHall(test)
    const users = await Promise.all(banks.slice(0, 4).map((bankId) => bankUser(test, bankId)))
    for (const [place, user] of users.entries()) await bidAs(test, user, request, 900 - place * 150)
    return { who, request, users, banks }
  }

  it('gives three of four banks a place by the rule, enters their applications and tells the fourth its points', async () => {
    const { who, request, users } = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const { hall, banks } = await applicationsOf(test, request)
    assert.equal(hall.state, 'claimed')
    assert.equal(banks.length, 3)
    assert.ok(
      banks.every(({ channel, state, step }) => channel === 'hall' && state === 'claimed' && step?.name === 'contact'),
    )
    for (const { bankId, officerId, documents } of banks) {
      assert.equal(officerId, users.find(({ organisation }) => organisation.id === bankId)?.id)
      assert.ok(documents.length > 0)
    }
    const placed = new Set(banks.map(({ bankId }) => bankId))
    const left = users.find(({ organisation }) => !placed.has(organisation.id))
    assert.ok(left)
    const { notices } = await test.deps.notices.list(left, { skip: 0, limit: 100 })
    const told = notices.find(({ subject }) => subject.startsWith('认领结果'))
    assert.match(told?.text ?? '', /排第 4 名.*匹配 [\d.]+（满分 25）.*守时/)
    const consents = await test.deps.enterprises.consentsOf(who.enterpriseId)
    assert.deepEqual(new Set(consents.map(({ bankId }) => bankId)), placed)
    const [move] = await test.deps.applications.movesOf(banks[0]?.id ?? '')
    assert.equal(move?.action, 'place')
    assert.ok((move?.detail as { indicative?: { rateBp: number } }).indicative?.rateBp)
  })

  it('brings a released place back into the hall, notes it on the bank, and gives it to another', async () => {
    const { request, users, banks } = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const first = (await applicationsOf(test, request)).banks[0]
    const user = users.find(({ organisation }) => organisation.id === first?.bankId)
    assert.ok(user && first)
    await test.deps.hall.releasePlace(user, request.id, '本行额度已用完', first.version)
    assert.equal((await applicationsOf(test, request)).hall.state, 'open')
    const noted = await test.deps.hall.releasedSince(monday, user.organisation.id)
    assert.deepEqual(
      noted.map(({ applicationId, cause }) => [applicationId, cause]),
      [[first.id, 'officer']],
    )
    await assert.rejects(bidAs(test, user, request, 300), refusedWith(409, /不能再次认领/))
    const fifth = await bankUser(test, banks[4] ?? '')
    await bidAs(test, fifth, request, 500)
    now = chinaTime('2026-11-27T00:00:00')
    await test.deps.hall.closeDueWindows()
    const stand = await applicationsOf(test, request)
    assert.equal(stand.hall.state, 'claimed')
    const atWork = stand.banks.filter(({ state }) => state === 'claimed').map(({ bankId }) => bankId)
    assert.equal(atWork.length, 3)
    assert.ok(atWork.includes(banks[4] ?? ''))
    assert.equal(stand.banks.at(-1)?.bankId, banks[4])
  })

  it('takes a place back from a bank that made no contact within the limit, and lets it off when it did', async () => {
    const { request, users } = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const { banks } = await applicationsOf(test, request)
    const prompt = banks[0]
    const user = users.find(({ organisation }) => organisation.id === prompt?.bankId)
    assert.ok(user && prompt)
    await test.deps.applications.move('all', prompt.id, { action: 'contact', mover: moverOf(user), reason: '电话联系' })
    now = chinaTime('2026-11-30T23:00:00')
    await test.deps.hall.releaseLateContacts()
    assert.equal((await applicationsOf(test, request)).hall.state, 'claimed')
    now = chinaTime('2026-12-01T00:05:00')
    assert.ok((await test.deps.hall.releaseLateContacts()) >= 2)
    assert.equal(await test.deps.hall.releaseLateContacts(), 0)
    const stand = await applicationsOf(test, request)
    assert.deepEqual(stand.banks.map(({ state }) => state).sort(), ['contacted', 'released', 'released'])
    assert.equal(stand.hall.state, 'open')
    const late = await test.deps.hall.releasedSince(chinaTime('2026-12-01T00:00:00'))
    assert.deepEqual(new Set(late.map(({ cause }) => cause)), new Set(['limit']))
  })

  it('refuses claims when the window has closed, saying when, before and after places are given', async () => {
    const { request, banks } = await inHall(test)
    const user = await bankUser(test, banks[0] ?? '')
    now = chinaTime('2026-11-24T23:59:00')
    await assert.rejects(
      bidAs(test, user, request, 400),
      refusedWith(409, /2026年11月24日 23:59 由平台截止，名额正在分配/),
    )
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const late = test.deps.hall.placeBid(
      user,
      request.id,
      { productId: productOf(request, banks[0] ?? ''), terms: termsAt(400) },
      { window: 1, version: 0 },
    )
    await assert.rejects(late, refusedWith(409, /2026年11月25日 00:00 分配/))
  })

  it('makes one claim of two officers of one bank who claim at once, and names the first to the second', async () => {
    const { request, banks } = await inHall(test)
    const [one, other] = await Promise.all([
      bankUser(test, banks[0] ?? '', 'officer', '周明'),
      bankUser(test, banks[0] ?? '', 'manager', '吴敏'),
    ])
    const outcomes = await Promise.allSettled([bidAs(test, one, request, 400), bidAs(test, other, request, 380)])
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(rejected.length, 1)
    refusedWith(409, /(周明|吴敏)已于 2026年11月23日 10:00 提交了贵行的认领/)(rejected[0]?.reason)
    const window = await test.deps.hall.context.windows.latest(request.id)
    assert.equal((await test.deps.hall.context.bids.activeIn(window?.id ?? '')).length, 1)
  })

  it('lets a claim be changed and taken back until the end, and takes no part of it then', async () => {
    const { request, banks } = await inHall(test)
    const [stays, goes] = await Promise.all([bankUser(test, banks[0] ?? ''), bankUser(test, banks[1] ?? '')])
    await bidAs(test, stays, request, 700)
    await bidAs(test, stays, request, 650)
    const made = await bidAs(test, goes, request, 300)
    await test.deps.hall.withdrawBid(goes, request.id, { window: 1, version: made.version })
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const { banks: placed } = await applicationsOf(test, request)
    assert.deepEqual(
      placed.map(({ bankId }) => bankId),
      [banks[0]],
    )
    const [move] = await test.deps.applications.movesOf(placed[0]?.id ?? '')
    assert.equal((move?.detail as { indicative: { rateBp: number } }).indicative.rateBp, 650)
  })

  it('is closed once by two processes, and catches up on what fell due while none ran', async () => {
    const { request } = await fourClaims()
    now = chinaTime('2026-12-04T09:00:00')
    const { deps } = test
    const other = hallService({
      ...deps,
      connection: deps.db.connection,
      windowLength: { unit: 'wd', count: 1 },
      peopleOf: deps.accounts.activeOf,
    })
    const due = await deps.hall.context.windows.listDue(now, 100)
    const counts = await Promise.all([deps.hall.closeDueWindows(), other.closeDueWindows()])
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      due.length,
    )
    assert.equal((await applicationsOf(test, request)).banks.length, 3)
    const closures = (await deps.hall.context.windows.listOfRequest(request.id)).filter(
      ({ state }) => state === 'closed',
    )
    assert.equal(closures.length, 1)
    assert.equal(await deps.hall.closeDueWindows(), 0)
  })

  it('opens a second window when nobody claimed, then hands the request to the bureau, which sends it to banks that fit', async () => {
    const { request, banks } = await inHall(test, { excludedBanks: [] })
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    assert.equal((await test.deps.hall.context.windows.latest(request.id))?.number, 2)
    assert.equal((await applicationsOf(test, request)).hall.state, 'open')
    now = chinaTime('2026-11-27T00:00:00')
    await test.deps.hall.closeDueWindows()
    const { hall } = await applicationsOf(test, request)
    assert.deepEqual([hall.state, hall.step?.name, hall.step?.holder], ['dispatched', 'dispatch', 'bureau'])

    const bureau = await bureauUser(test)
    const order = { reason: '两家银行有绿色信贷额度', shown: hall.version }
    const twoOfOne = request.products.filter(({ bankId }) => bankId === banks[0]).slice(0, 2)
    if (twoOfOne.length === 2) {
      const productIds = twoOfOne.map(({ productId }) => productId)
      await assert.rejects(test.deps.hall.dispatchRequest(bureau, request.id, { ...order, productIds }), isInvalid)
    }
    await assert.rejects(
      test.deps.hall.dispatchRequest(bureau, request.id, { ...order, productIds: ['no-such'] }),
      isInvalid,
    )
    assert.equal((await applicationsOf(test, request)).hall.state, 'dispatched', 'what was refused left a trace')
    const productIds = banks.slice(0, 2).map((bankId) => productOf(request, bankId))
    await test.deps.hall.dispatchRequest(bureau, request.id, { ...order, productIds })
    const stand = await applicationsOf(test, request)
    assert.equal(stand.hall.state, 'claimed')
    assert.deepEqual(
      stand.banks.map(({ bankId, channel, state, officerId }) => [bankId, channel, state, officerId]),
      banks.slice(0, 2).map((bankId) => [bankId, 'dispatch', 'claimed', null]),
    )
    await assert.rejects(
      test.deps.hall.dispatchRequest(bureau, request.id, { ...order, productIds }),
      refusedWith(409, /工信局李/),
    )
  })

  it('looks the same to a bank whether a request is not there or not for it', async () => {
    const { request } = await inHall(test)
    const stranger = await bankUser(test, 'no-such-bank')
    const claim = { productId: request.products[0]?.productId ?? '', terms: termsAt(300) }
    const said = new Set<string>()
    for (const id of [request.id, newRecordId(), 'nonsense']) {
      await assert.rejects(
        test.deps.hall.placeBid(stranger, id, claim, { window: 1, version: 0 }),
        (error) => refusedWith(404, /./)(error) && said.add(pageErrorOf(error)?.publicMessage ?? '').size > 0,
      )
    }
    assert.equal(said.size, 1)
  })

  it('shows an excluded bank and one without a product nothing, and takes no claim from them', async () => {
    const { banks } = await inHall(test)
    const { request } = await inHall(test, { excludedBanks: [banks[0] ?? ''] })
    const excluded = await bankUser(test, banks[0] ?? '')
    const stranger = await bankUser(test, 'no-such-bank')
    const claim = { productId: request.products[0]?.productId ?? '', terms: termsAt(300) }
    for (const user of [excluded, stranger]) {
      await assert.rejects(
        test.deps.hall.placeBid(user, request.id, claim, { window: 1, version: 0 }),
        refusedWith(404, /不存在/),
      )
    }
    const outside = await bankUser(test, request.products[0]?.bankId ?? '')
    const foreign = request.products.find(({ bankId }) => bankId !== outside.organisation.id)?.productId ?? ''
    await assert.rejects(
      test.deps.hall.placeBid(outside, request.id, { ...claim, productId: foreign }, { window: 1, version: 0 }),
      refusedWith(404, /不是贵行/),
    )
  })

  it('ends a request that has had no offer for a month, with the banks that still work on it', async () => {
    const { request } = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    now = chinaTime('2026-12-23T12:00:00')
    await test.deps.hall.lapseRequests()
    assert.equal((await applicationsOf(test, request)).hall.state, 'claimed')
    now = chinaTime('2026-12-24T00:05:00')
    await test.deps.hall.lapseRequests()
    const stand = await applicationsOf(test, request)
    assert.equal(stand.hall.state, 'expired')
    assert.ok(stand.banks.every(({ state }) => state === 'withdrawn'))
  })

  it('ends the window of a request that is taken back, and tells who had claimed', async () => {
    const { request, users, who } = await fourClaims()
    const { hall } = await applicationsOf(test, request)
    await test.deps.applications.move('all', hall.id, { action: 'takeBack', mover: who.mover, reason: '已自筹资金' })
    assert.equal((await test.deps.hall.context.windows.latest(request.id))?.state, 'void')
    const { notices } = await test.deps.notices.list(users[0] ?? assert.fail(), { skip: 0, limit: 100 })
    assert.ok(notices.some(({ subject }) => subject.includes('已离开需求大厅')))
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    assert.equal((await applicationsOf(test, request)).banks.length, 0)
  })

  const placedFor = async () => {
    const scene = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const { banks, hall } = await applicationsOf(test, scene.request)
    const [first] = banks
    const user = scene.users.find(({ organisation }) => organisation.id === first?.bankId)
    assert.ok(first && user)
    return { ...scene, first, user, hall }
  }
  const decline = (id: string, user: Express.User) => {
    const refusal: Refusal = {
      ...({ code: 'quota-used', text: '额度已用完', condition: null, wayOn: '可改投其他银行' } as const),
      ...{ at: now, by: user.name },
    }
    return test.deps.applications.move('all', id, { action: 'decline', mover: moverOf(user), set: { refusal } })
  }

  it('brings a request back when a bank says no or the enterprise takes one application back, not when the portal does', async () => {
    const no = await placedFor()
    await decline(no.first.id, no.user)
    assert.equal((await applicationsOf(test, no.request)).hall.state, 'open')
    assert.equal(
      (await test.deps.hall.releasedSince(now, no.user.organisation.id)).length,
      0,
      'a refusal is no release',
    )

    now = monday
    const back = await placedFor()
    const order = { action: 'withdraw', reason: '改用自有资金' } as const
    await test.deps.applications.move('all', back.first.id, { ...order, mover: back.who.mover })
    assert.equal((await applicationsOf(test, back.request)).hall.state, 'open')

    now = monday
    const kept = await placedFor()
    await test.deps.applications.move('all', kept.first.id, { ...order, mover: portal })
    assert.equal((await applicationsOf(test, kept.request)).hall.state, 'claimed')
  })

  it('does not send a request to the bureau while a bank works on it, and lets no fourth bank in by a second look', async () => {
    const { request, first, user, banks } = await placedFor()
    await decline(first.id, user)
    now = chinaTime('2026-11-27T00:00:00')
    await test.deps.hall.closeDueWindows()
    assert.equal((await applicationsOf(test, request)).hall.state, 'claimed')
    const second = (await applicationsOf(test, request)).banks[1]
    assert.ok(second)
    const { applications } = test.deps
    await applications.move('all', second.id, { action: 'withdraw', mover: portal, reason: '测试' })
    const reopen = { action: 'reopen', mover: moverOf(user), reason: '补充了担保' } as const
    await applications.move('all', first.id, reopen)
    await decline(first.id, user)
    for (const bankId of banks.slice(4, 6)) await bidAs(test, await bankUser(test, bankId), request, 500)
    now = chinaTime('2026-12-01T00:00:00')
    await test.deps.hall.closeDueWindows()
    assert.equal((await applicationsOf(test, request)).banks.filter(({ state }) => state === 'claimed').length, 3)
    await assert.rejects(applications.move('all', first.id, reopen), refusedWith(409, /3 个名额现在都有银行在办理/))
    assert.equal((await applications.get('all', first.id)).state, 'declined')
  })

  it('tells banks of a request without anything that names it', async () => {
    const { request, users } = await fourClaims()
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    const placed = new Set((await applicationsOf(test, request)).banks.map(({ bankId }) => bankId))
    const left = users.find(({ organisation }) => !placed.has(organisation.id))
    const { notices } = await test.deps.notices.list(left ?? assert.fail(), { skip: 0, limit: 100 })
    const about = notices.filter(({ href }) => href.includes(request.id))
    assert.ok(about.length >= 1)
    for (const secret of [request.title, request.number, request.enterpriseName, request.enterpriseId]) {
      assert.ok(!JSON.stringify(about).includes(secret), secret)
    }
  })

  it('counts a claim that is made while the window closes, and never leaves it behind in a closed one', async () => {
    const { deps } = test
    const parts = {
      ...deps,
      connection: deps.db.connection,
      windowLength: { unit: 'wd', count: 1 } as const,
      peopleOf: deps.accounts.activeOf,
    }
    const { request, banks } = await inHall(test)
    const user = await bankUser(test, banks[0] ?? '')
    let attempts = 0
    let triedAgain = () => undefined as void
    const again = new Promise<void>((resolve) => {
      triedAgain = resolve
    })
    const closing = hallService({
      ...parts,
      now: () => afterWindow,
      requests: {
        ...deps.requests,
        get: (...asked) => {
          if (asked[1] === request.id && (attempts += 1) > 2) triedAgain()
          return deps.requests.get(...asked)
        },
      },
    })
    const closed: Promise<number>[] = []
    const bidding = hallService({
      ...parts,
      now: () => chinaTime('2026-11-24T23:58:59'),
      audit: {
        // The last step of a bid before its commit: now the window closes.
        async record(session, happening) {
          if (closed.length === 0) closed.push(closing.closeDueWindows())
          await Promise.race([...closed, again])
          return deps.audit.record(session, happening)
        },
      },
    })
    const bid = { productId: productOf(request, banks[0] ?? ''), terms: termsAt(400) }
    const made = await bidding.placeBid(user, request.id, bid, { window: 1, version: 0 })
    await Promise.all(closed)
    const kept = await deps.hall.context.bids.find(made.windowId, banks[0] ?? '')
    assert.equal(kept?.state, 'placed')
  })
})
