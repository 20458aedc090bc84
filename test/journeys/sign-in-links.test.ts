import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import cases from '../cases/credit-codes.json' with { type: 'json' }
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { linkTo, mailsTo, openPerson, password, signedInAs, signIn } from '../support/people.js'

const start = Date.parse('2026-11-22T04:00:00Z')
const hour = 3600_000

describe('links that open accounts', () => {
  let test: TestApp
  let clock = start
  let used = 0
  before(async () => {
    test = await startApp({ now: () => new Date(clock) })
  })
  after(() => test.close())
  beforeEach(() => {
    clock += 48 * hour
  })

  const filled = (given: Record<string, string> = {}) => ({
    enterpriseName: '石河子示例棉业有限公司',
    creditCode: cases.valid[used++] ?? '',
    division: '第八师',
    industry: '1711',
    name: '王芳',
    email: `wang-${used}@example.cn`,
    phone: '13900000000',
    password,
    consent: 'yes',
    ...given,
  })
  const signUp = async (fields: Record<string, string>) => {
    const visitor = new Visitor(test.app)
    return visitor.submit(await visitor.open('/sign-up'), '#sign-up', fields)
  }
  /** The page without what differs from one visitor to the next. */
  const bare = (html: string, ...own: readonly string[]) => {
    const $ = loadPage(html)
    $('[name=_csrf]').remove()
    return own.reduce((text, word) => text.replaceAll(word, ''), $('main').html() ?? '')
  }
  /** Changes one character in the middle: the last one of base64url carries bits that do not count. */
  const tampered = (link: string) => {
    const at = link.length - 20
    return link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1)
  }

  describe('signing up', () => {
    it('opens an enterprise to be approved, and an owner who confirms the address by mail', async () => {
      const fields = filled()
      const response = await signUp(fields)
      assert.equal(response.status, 200, bare(response.text))
      assert.match(response.text, /请查收邮件/)
      clock += 1000
      const before = await signInWith(fields.email)
      assert.equal(before.status, 422)
      assert.match(before.text, /邮箱还没有确认/)
      const visitor = new Visitor(test.app)
      const link = await linkTo(test, fields.email)
      await visitor.submit(await visitor.open(link), '#confirm').expect(200)
      await signIn(visitor, fields.email)
      const enterprise = await test.deps.enterprises.findByCreditCode(fields.creditCode)
      assert.equal(enterprise?.status, 'pending')
      assert.equal((await test.deps.audit.verify()).sound, true)
    })

    const signInWith = async (email: string) => {
      const visitor = new Visitor(test.app)
      return visitor.submit(await visitor.open('/sign-in'), '#sign-in', { email, password })
    }

    it('answers the same whether address or enterprise are known, and tells by mail alone', async () => {
      const known = filled()
      const first = await signUp(known)
      const sameEmail = filled({ email: known.email.toUpperCase() })
      const sameCode = filled({ creditCode: known.creditCode })
      const answers = [first, await signUp(sameEmail), await signUp(sameCode)]
      const pages = answers.map(({ text }) => bare(text, known.email, sameEmail.email, sameCode.email))
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200],
      )
      assert.deepEqual([pages[1], pages[2]], [pages[0], pages[0]])
      assert.equal(await test.deps.enterprises.findByCreditCode(sameEmail.creditCode), null)
      const subjects = async (email: string) => (await mailsTo(test, email)).map((mail) => mail.subject)
      assert.ok((await subjects(known.email)).includes('绿桥：有人用您的邮箱注册'))
      assert.deepEqual(await subjects(sameCode.email), ['绿桥：这家企业已经注册'])
    })

    it('makes one account of two sign-ups at the same moment', async () => {
      const fields = filled()
      const answers = await Promise.all([signUp(fields), signUp(fields)])
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      )
      const found = await test.deps.db.connection.collection('accounts').find({ email: fields.email }).toArray()
      assert.equal(found.length, 1)
    })

    it('lists every fault with a link, and keeps what was typed but the password', async () => {
      const response = await signUp(
        filled({
          creditCode: '91100000100003962X',
          email: 'no',
          phone: '12',
          password: 'short',
          division: '第九十师',
          consent: '',
        }),
      )
      assert.equal(response.status, 422)
      const $ = loadPage(response.text)
      const hrefs = $('#errors a')
        .map((_, a) => $(a).attr('href'))
        .get()
      assert.deepEqual(
        hrefs.sort(),
        ['#f-consent', '#f-creditCode', '#f-division', '#f-email', '#f-password', '#f-phone'].sort(),
      )
      for (const href of hrefs) assert.equal($(href).length, 1, `${href} leads nowhere`)
      assert.equal($('#f-enterpriseName').attr('value'), '石河子示例棉业有限公司')
      assert.equal($('#f-password').attr('value'), '')
      assert.equal($('[name=industry]:checked').attr('value'), '1711')
    })

    it('finds an industry without scripts and keeps the rest of the form', async () => {
      const visitor = new Visitor(test.app)
      const page = await visitor.open('/sign-up')
      const searched = await visitor
        .submit(page, '#sign-up', { enterpriseName: '甲公司', q: '棉花', search: 'industry' })
        .expect(200)
      const $ = loadPage(searched.text)
      assert.ok($('[name=industry]').length > 1)
      assert.equal($('#f-enterpriseName').attr('value'), '甲公司')
      assert.equal($('#errors').length, 0)
    })

    it('refuses what is too common, too short or not a field of the form', async () => {
      for (const bad of ['1234567890', 'Password123', 'aaaaaaaaaaaa', '短短短']) {
        assert.equal((await signUp(filled({ password: bad }))).status, 422, bad)
      }
      const more = await signUp(filled({ role: 'administrator' }))
      assert.equal(more.status, 422)
      assert.match(more.text, /不认识的内容/)
    })
  })

  describe('a forgotten password', () => {
    const forget = async (email: string) => {
      const visitor = new Visitor(test.app)
      return visitor.submit(await visitor.open('/password/forgotten'), '#forgotten', { email })
    }

    it('is reset by a link that works once, ends the sessions and clears the lock', async () => {
      const { visitor, person } = await signedInAs(test, 'owner')
      for (let n = 0; n < 5; n += 1)
        await test.deps.accounts.signIn({ email: person.email, password: 'wrong wrong', address: '192.0.2.1' })
      assert.equal((await forget(person.email)).status, 200)
      const link = await linkTo(test, person.email)
      const fresh = new Visitor(test.app)
      const page = await fresh.open(link)
      assert.equal((await fresh.submit(page, '#reset', { password: 'short' })).status, 422)
      await fresh.submit(page, '#reset', { password: 'a new long password' }).expect(200)
      assert.equal((await fresh.submit(page, '#reset', { password: 'another long password' })).status, 404)
      await fresh.get(link).expect(404)
      await visitor.get('/account').expect(303)
      await signIn(fresh, person.email, 'a new long password')
    })

    it('is answered the same for an address without an account', async () => {
      const person = await openPerson(test, 'owner')
      const [known, unknown] = [await forget(person.email), await forget('nobody@example.cn')]
      assert.deepEqual([known.status, unknown.status], [200, 200])
      assert.equal(bare(known.text, person.email), bare(unknown.text, 'nobody@example.cn'))
      assert.deepEqual(await mailsTo(test, 'nobody@example.cn'), [])
    })

    it('has a link that ends after an hour, with a newer one, and with a changed character', async () => {
      const person = await openPerson(test, 'owner')
      await forget(person.email)
      const first = await linkTo(test, person.email)
      const visitor = new Visitor(test.app)
      await visitor.get(first).expect(200)
      await visitor.get(tampered(first)).expect(404)
      clock += 1000
      await forget(person.email)
      await visitor.get(first).expect(404)
      const second = await linkTo(test, person.email)
      clock += hour - 1
      await visitor.get(second).expect(200)
      clock += 1
      await visitor.get(second).expect(404)
    })

    it('has a link that opens nothing else', async () => {
      const person = await openPerson(test, 'owner', { confirmed: false })
      await forget(person.email)
      const token = (await linkTo(test, person.email)).split('/').at(-1) ?? ''
      await new Visitor(test.app).get(`/sign-up/confirmation/${token}`).expect(404)
      await new Visitor(test.app).get(`/invitations/${token}`).expect(404)
    })

    it('keeps no token in the database', async () => {
      const person = await openPerson(test, 'owner')
      await forget(person.email)
      const token = (await linkTo(test, person.email)).split('/').at(-1) ?? '?'
      const rows = await test.deps.db.connection.collection('one_time_links').find({}).toArray()
      assert.ok(rows.length > 0)
      assert.ok(!JSON.stringify(rows).includes(token))
    })
  })

  describe('an invitation', () => {
    const accept = { name: '李强', phone: '', password }

    it('brings a colleague into the same organisation, once', async () => {
      const { visitor, person } = await signedInAs(test, 'owner')
      const sent = await visitor
        .submit(await visitor.open('/invitations'), '#invite', { email: 'li@example.cn' })
        .expect(200)
      const link = new URL(loadPage(sent.text)('#link').text()).pathname
      assert.equal(link, await linkTo(test, 'li@example.cn'))
      const guest = new Visitor(test.app)
      const page = await guest.open(link)
      await guest.submit(page, '#accept', accept).expect(200)
      assert.equal((await guest.submit(page, '#accept', accept)).status, 404)
      await signIn(guest, 'li@example.cn')
      const { accounts } = await test.deps.accounts.list({ organisation: person.organisation }, { skip: 0, limit: 10 })
      assert.deepEqual(accounts.map(({ role }) => role).sort(), ['member', 'owner'])
    })

    it('is refused for a role that the inviter may not give', async () => {
      for (const [role, wanted] of [
        ['owner', 'administrator'],
        ['owner', 'owner'],
        ['manager', 'bureau'],
        ['manager', 'owner'],
      ] as const) {
        const { visitor } = await signedInAs(test, role)
        const refused = await visitor.submit(await visitor.open('/invitations'), '#invite', {
          email: 'x@example.cn',
          role: wanted,
        })
        assert.equal(refused.status, 422, `${role} invited ${wanted}`)
      }
      assert.deepEqual(await mailsTo(test, 'x@example.cn'), [])
    })

    it('names the bank when the administrator invites its people', async () => {
      const { visitor } = await signedInAs(test, 'administrator')
      const $ = await visitor.open('/invitations')
      const bank = $('#f-bank option').eq(1).attr('value') ?? ''
      const form = { email: 'zhao@example.cn', role: 'manager' }
      assert.equal((await visitor.submit($, '#invite', form)).status, 422)
      assert.equal((await visitor.submit($, '#invite', { ...form, bank: 'no-such-bank' })).status, 422)
      await visitor.submit($, '#invite', { ...form, bank }).expect(200)
      const guest = new Visitor(test.app)
      await guest.submit(await guest.open(await linkTo(test, 'zhao@example.cn')), '#accept', accept).expect(200)
      const { accounts } = await test.deps.accounts.list(
        { organisation: { kind: 'bank', id: bank } },
        { skip: 0, limit: 10 },
      )
      assert.deepEqual(
        accounts.map(({ role }) => role),
        ['manager'],
      )
    })

    it('ends after seven days, when it is revoked, and with a changed character', async () => {
      const { visitor } = await signedInAs(test, 'owner')
      const invite = async (email: string) => {
        const page = await visitor.open('/invitations')
        await visitor.submit(page, '#invite', { email }).expect(200)
        return linkTo(test, email)
      }
      const guest = new Visitor(test.app)
      const revoked = await invite('a@example.cn')
      await guest.get(tampered(revoked)).expect(404)
      const page = await guest.open(revoked)
      const list = await visitor.open('/invitations')
      await visitor.submit(list, 'form[action$="/revocation"]').expect(303)
      assert.equal((await guest.submit(page, '#accept', accept)).status, 404)
      const late = await invite('b@example.cn')
      clock += 7 * 24 * hour - 1
      await guest.get(late).expect(200)
      clock += 1
      await guest.get(late).expect(404)
    })

    it('is revoked only by its own organisation or the centre', async () => {
      const { visitor: owner } = await signedInAs(test, 'owner')
      const { visitor: stranger } = await signedInAs(test, 'owner')
      await owner.submit(await owner.open('/invitations'), '#invite', { email: 'c@example.cn' }).expect(200)
      const action = (await owner.open('/invitations'))('form[action$="/revocation"]').attr('action') ?? ''
      const csrf = (await stranger.open('/invitations'))('[name=_csrf]').first().attr('value') ?? ''
      await stranger.post(action, { _csrf: csrf }).expect(404)
      assert.equal((await stranger.open('/invitations'))('tbody tr').length, 0)
      await new Visitor(test.app).get(await linkTo(test, 'c@example.cn')).expect(200)
    })

    it('does not tell the inviter whether the address is known', async () => {
      const known = await openPerson(test, 'officer')
      const { visitor } = await signedInAs(test, 'owner')
      const answer = async (email: string) => {
        const { text } = await visitor.submit(await visitor.open('/invitations'), '#invite', { email }).expect(200)
        const $ = loadPage(text)
        $('#link, tbody').remove()
        return bare($.html(), email)
      }
      assert.equal(await answer(known.email), await answer('d@example.cn'))
      assert.equal((await mailsTo(test, known.email))[0]?.link, null)
    })
  })
})
