import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { startApp, type TestApp } from '../support/app.js'
import { signedInAs, type Person } from '../support/people.js'

const header = '.user-menu a[href="/notices"]'

describe('the inbox', () => {
  let test: TestApp
  let clock = Date.parse('2026-11-22T04:00:00Z')
  before(async () => {
    test = await startApp({ now: () => new Date(clock) })
  })
  after(() => test.close())

  const tell = ({ organisation }: Person, subject: string, urgent = false) => {
    clock += 1000
    const about = { kind: 'enterprise', id: 'x' }
    const one = { to: organisation, subject, text: '第一行\n第二行', href: '/account', about, urgent }
    return inTransaction(test.deps.db.connection, (session) => test.deps.notices.tell(session, one))
  }

  it('says that there is nothing yet', async () => {
    const { visitor } = await signedInAs(test, 'bureau')
    const $ = await visitor.open('/notices')
    assert.match($('.empty').text(), /还没有消息/)
    assert.equal($(header).text(), '消息')
    assert.match((await visitor.open('/notices?state=unread'))('.empty').text(), /没有未读消息/)
  })

  it('shows the newest first, the unread ones with a word, and how many on every page', async () => {
    const { visitor, person } = await signedInAs(test, 'officer')
    await tell(person, '早的')
    await tell(person, '晚的', true)
    const $ = await visitor.open('/notices')
    const headings = $('.list h2')
      .toArray()
      .map((one) => $(one).text().replace(/\s+/g, ' '))
    assert.deepEqual(headings, ['未读 请尽快处理 晚的', '未读 早的'])
    assert.equal((await visitor.open('/account'))(header).text(), '消息 2 条未读')
  })

  it('marks one read and leads on to what it is about, or back to the list', async () => {
    const { visitor, person } = await signedInAs(test, 'owner')
    for (const subject of ['一', '二']) await tell(person, subject)
    const list = await visitor.open('/notices?state=unread')
    const action = list('.list form').first().attr('action') ?? ''
    const csrf = list('[name=_csrf]').first().attr('value') ?? ''
    const opened = await visitor.post(action, { _csrf: csrf, then: 'open' })
    assert.deepEqual([opened.status, opened.headers.location], [303, '/account'])
    const left = await visitor.open('/notices?state=unread')
    assert.deepEqual([left('.list h2').length, left('.list h2 .tag').text()], [1, '未读'])
    assert.equal(left(header).text(), '消息 1 条未读')
    const stayed = await visitor.post(left('.list form').attr('action') ?? '', { _csrf: csrf, then: 'stay' })
    assert.deepEqual([stayed.status, stayed.headers.location], [303, '/notices?state=unread'])
    const everything = await visitor.open('/notices')
    assert.deepEqual([everything('.list h2').length, everything('.list .tag').length], [2, 0])
  })

  it('marks all read at once, for the one who asks', async () => {
    const { visitor, person } = await signedInAs(test, 'officer')
    const colleague = await signedInAs(test, 'manager', { organisation: person.organisation })
    for (const subject of ['一', '二', '三']) await tell(person, subject)
    const response = await visitor.submit(await visitor.open('/notices'), '#all-read')
    assert.deepEqual([response.status, response.headers.location], [303, '/notices'])
    const $ = await visitor.open('/notices')
    assert.deepEqual([$(header).text(), $('#all-read').length, $('.list h2').length], ['消息', 0, 3])
    assert.equal((await colleague.visitor.open('/notices'))(header).text(), '消息 3 条未读')
  })

  it('does not find what was told to somebody else', async () => {
    const owner = await signedInAs(test, 'officer')
    const stranger = await signedInAs(test, 'officer')
    await tell(owner.person, '不给外人看')
    const action = (await owner.visitor.open('/notices'))('.list form').attr('action') ?? ''
    const page = await stranger.visitor.open('/notices')
    assert.equal(page('.list').length, 0)
    const csrf = page('[name=_csrf]').first().attr('value') ?? ''
    await stranger.visitor.post(action, { _csrf: csrf, then: 'open' }).expect(404)
    assert.equal((await owner.visitor.open('/notices'))(header).text(), '消息 1 条未读')
  })

  it('goes on over pages, and the header counts no further than ninety-nine', async () => {
    const { visitor, person } = await signedInAs(test, 'officer')
    for (let n = 1; n <= 21; n += 1) await tell(person, `第 ${n} 条`)
    const second = await visitor.open('/notices?page=2')
    assert.equal(second('.list h2').text(), '未读 第 1 条')
    assert.equal(second('.list form').attr('action')?.endsWith('/read?page=2'), true)
    for (let n = 22; n <= 101; n += 1) await tell(person, `第 ${n} 条`)
    assert.equal((await visitor.open('/account'))(header).text(), '消息 99+ 条未读')
    assert.match((await visitor.open('/notices'))('[role=status]').text(), /^共 101 条$/)
    const more = Array.from({ length: 900 }, (_, n) => ({
      ...{ _id: `old-${n}`, to: { ...person.organisation, role: null, accountId: null }, subject: '旧', text: '旧' },
      ...{ href: '/account', about: { kind: 'enterprise', id: 'x' }, urgent: false, at: new Date(0), unreadBy: [] },
    }))
    await test.deps.db.connection.collection<{ _id: string }>('notices').insertMany(more)
    assert.match((await visitor.open('/notices'))('[role=status]').text(), /^最近 1000 条$/)
  })
})
