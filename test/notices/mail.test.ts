import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { ensureIndexes, inTransaction, type Database } from '../../src/db/index.js'
import { createLogger } from '../../src/log/index.js'
import { mailService, type Mail, type Message, type Send } from '../../src/notices/index.js'
import { openTestDatabase } from '../support/database.js'

const message: Message = {
  to: 'a@example.cn',
  subject: '重设密码',
  text: '打开：\n{link}\n谢谢',
  link: 'https://portal.example.cn/x/secret-token',
}
const server = { smtpUrl: 'smtp://mail.example.cn', from: '绿桥 <no-reply@example.cn>' }

describe('mail', () => {
  let db: Database
  let clock = Date.parse('2026-11-22T04:00:00Z')
  before(async () => {
    db = await openTestDatabase()
  })
  after(() => db.close())
  beforeEach(async () => {
    mailWith(null)
    await ensureIndexes(db.connection)
    await db.connection.collection('outbox').deleteMany({})
  })

  function mailWith(
    send: Send | null,
    log = createLogger({ logLevel: 'silent' }),
    environment: 'test' | 'production' = 'test',
  ): Mail {
    const config = { mail: send ? server : null, environment }
    return mailService({ connection: db.connection, config, log, now: () => new Date(clock), ...(send && { send }) })
  }
  const post = (mail: Mail, one: Message = message) =>
    inTransaction(db.connection, (session) => mail.post(session, one))
  const first = async (mail: Mail) => {
    const { messages } = await mail.outbox.list(null, { skip: 0, limit: 10 })
    assert.ok(messages[0])
    return messages[0]
  }

  it('leaves once, with its link, which is then forgotten', async () => {
    const sent: Parameters<Send>[0][] = []
    const mail = mailWith((one) => Promise.resolve(sent.push(one)))
    await post(mail)
    assert.equal(sent.length, 0, 'nothing leaves before the change is kept')
    assert.equal(await mail.deliver(), 1)
    assert.equal(await mail.deliver(), 0)
    assert.deepEqual(sent, [
      {
        from: server.from,
        to: message.to,
        subject: message.subject,
        text: '打开：\nhttps://portal.example.cn/x/secret-token\n谢谢',
      },
    ])
    const kept = await first(mail)
    assert.deepEqual([kept.state, kept.link], ['sent', null])
  })

  it('that is on its way is waited for at a stop and noted as sent; the others stay for the next start', async () => {
    let arrive: () => void = () => undefined
    let leaving: () => void = () => undefined
    const onItsWay = new Promise<void>((resolve) => (leaving = resolve))
    const mail = mailWith(() => {
      leaving()
      return new Promise((resolve) => (arrive = () => resolve(null)))
    })
    await post(mail)
    await post(mail)
    const delivering = mail.deliver()
    await onItsWay
    const closed = mail.close()
    arrive()
    await closed
    const { messages } = await mail.outbox.list(null, { skip: 0, limit: 10 })
    assert.deepEqual(messages.map(({ state }) => state).sort(), ['sent', 'waiting'])
    assert.equal(await delivering, 1)
    assert.equal(await mail.deliver(), 0)
  })

  it('leaves once when two processes deliver at the same moment', async () => {
    let sent = 0
    const send: Send = () => Promise.resolve((sent += 1))
    const mail = mailWith(send)
    for (let n = 0; n < 5; n += 1) await post(mail)
    const left = await Promise.all([mail.deliver(), mailWith(send).deliver()])
    assert.equal(sent, 5)
    assert.equal(left[0] + left[1], 5)
  })

  it('does not exist when the change that it tells of did not happen', async () => {
    const mail = mailWith(() => Promise.resolve())
    const failing = inTransaction(db.connection, async (session) => {
      await mail.post(session, message)
      throw new Error('no')
    })
    await assert.rejects(failing)
    assert.equal((await mail.outbox.list(null, { skip: 0, limit: 10 })).total, 0)
  })

  it('is tried again with growing delays, and given up after eight attempts', async () => {
    let tries = 0
    const mail = mailWith(() => {
      tries += 1
      return Promise.reject(new Error('connection refused'))
    })
    await post(mail)
    const waits = [1, 2, 4, 8, 16, 32, 64]
    for (const [at, minutes] of waits.entries()) {
      await mail.deliver()
      assert.equal(tries, at + 1)
      clock += minutes * 60_000 - 1
      await mail.deliver()
      assert.equal(tries, at + 1, `too early after attempt ${at + 1}`)
      clock += 1
    }
    await mail.deliver()
    const kept = await first(mail)
    assert.deepEqual([tries, kept.state, kept.error], [8, 'failed', 'connection refused'])
  })

  const logged = async (environment: 'test' | 'production') => {
    let lines = ''
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => ((lines += chunk.toString()), done()) })
    const mail = mailWith(null, pino(stream), environment)
    await post(mail)
    const kept = await first(mail)
    return { lines, kept, delivered: await mail.deliver() }
  }

  it('stays in the outbox, with its link, where there is no mail server, and is shown in the log', async () => {
    const { lines, kept, delivered } = await logged('test')
    assert.match(lines, /secret-token/)
    assert.deepEqual([kept.state, kept.link, delivered], ['kept', message.link, 0])
  })

  it('keeps its link and its address out of the log in production', async () => {
    const { lines } = await logged('production')
    assert.match(lines, /重设密码/)
    assert.doesNotMatch(lines, /secret-token|a@example\.cn/)
  })
})
