import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { main } from '../../src/accounts/invite-administrator.cli.js'
import { readConfig } from '../../src/config.js'
import { inTransaction, openDatabase } from '../../src/db/index.js'
import { createLogger } from '../../src/log/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { mailsTo, openPerson, password, signedInAs, signIn } from '../support/people.js'

describe('the people of an enterprise that closes', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  it('are in its export without password or secret', async () => {
    const owner = await openPerson(test, 'owner', { name: '王芳' })
    const text = JSON.stringify(await test.deps.accounts.people.exportOf(owner.organisation.id))
    assert.match(text, /王芳/)
    assert.doesNotMatch(text, /argon2|passwordHash/)
  })

  it('cannot sign in any more, and are forgotten in every collection', async () => {
    const { visitor, person } = await signedInAs(test, 'owner', { name: '王芳芳' })
    const colleague = await openPerson(test, 'member', { organisation: person.organisation })
    const other = await openPerson(test, 'owner')
    await visitor.submit(await visitor.open('/invitations'), '#invite', { email: 'guest@example.cn' }).expect(200)
    await test.deps.accounts.requestReset({ email: colleague.email, address: '192.0.2.9' })
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.accounts.people.close(session, person.organisation.id),
    )
    await visitor.get('/account').expect(303)
    const tried = await test.deps.accounts.signIn({ email: person.email, password, address: '192.0.2.1' })
    assert.equal(tried.kind, 'refused')
    assert.deepEqual(await mailsTo(test, 'guest@example.cn'), [])
    for (const { name } of await test.deps.db.connection.listCollections()) {
      const text = JSON.stringify(await test.deps.db.connection.collection(name).find({}).toArray())
      for (const word of [person.email, colleague.email, 'guest@example.cn', '王芳芳']) {
        assert.ok(!text.includes(word), `${name} still knows ${word}`)
      }
    }
    await signIn(new Visitor(test.app), other.email)
    assert.equal((await test.deps.audit.verify()).sound, true)
  })
})

describe('the first administrator', () => {
  it('comes in by a link that the command line prints', async () => {
    const test = await startApp()
    const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', MONGODB_URI: test.deps.db.uri })
    const run = async (argv: readonly string[]) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const status = await main(argv, { stdin: new PassThrough(), stdout, stderr, config })
      return { status, printed: String(stdout.read() ?? ''), complained: String(stderr.read() ?? '') }
    }
    const portal = await openDatabase(config, createLogger({ logLevel: 'silent' }))
    try {
      for (const wrong of [[], ['no'], ['a@example.cn', 'b@example.cn']]) assert.equal((await run(wrong)).status, 2)
      const { status, printed } = await run(['first@example.cn'])
      assert.equal(status, 0)
      assert.match(printed, /^http:\/\/127\.0\.0\.1:3000\/invitations\/[A-Za-z0-9_-]{43}\n$/)
      const kept = await portal.connection.collection('invitations').findOne({ email: 'first@example.cn' })
      assert.deepEqual([kept?.role, kept?.organisation], ['administrator', { kind: 'centre', id: 'centre' }])
    } finally {
      await portal.connection.dropDatabase()
      await portal.close()
      await test.close()
    }
  })
})
