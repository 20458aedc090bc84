import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { centreRoutes, centreService } from '../../src/centre/index.js'
import { addSamples, removeDemo, samplesAreOn } from '../../src/demo/index.js'
import { inTransaction } from '../../src/db/index.js'
import { findRegister, registersService } from '../../src/registers/index.js'
import type { Role } from '../../src/kernel/roles.js'
import { Site } from '../../src/web/route.js'
import {
  approvedEnterprise,
  claim,
  startStaff,
  wordsOf,
  type Staff,
  type StaffApp,
  type StaffDeps,
} from '../registers/staff-app.js'
import { creditCode } from '../registers/workbooks.js'

function mount(site: Site, deps: StaffDeps): void {
  const { connection } = deps.db
  const demo = { ...deps, connection }
  const samples = {
    areOn: () => samplesAreOn(demo),
    turnOn: (by: typeof systemActor) => addSamples(demo, by),
    turnOff: async (by: typeof systemActor) => {
      await removeDemo(demo, by)
    },
  }
  centreRoutes(site, { ...deps, connection, centre: centreService({ ...deps, connection }), samples })
}

describe('the desk of the centre', () => {
  let staff: StaffApp
  let centre: Staff
  let number = 300
  before(async () => {
    staff = await startStaff(mount)
    centre = staff.person('administrator')
  })
  after(() => staff.close())

  /** An enterprise that waits, with its owner's account. */
  async function waiting(name: string) {
    const { db, enterprises, accounts } = staff.deps
    const email = `owner-${++number}@example.cn`
    const given = { creditCode: creditCode(number), name, division: '第八师', industry: '1711' }
    const enterprise = await inTransaction(db.connection, (session) =>
      enterprises.register(session, given, systemActor),
    )
    const organisation = { kind: 'enterprise', id: enterprise.id } as const
    const owner = {
      role: 'owner',
      name: '王小明',
      email,
      phone: '13812345678',
      organisation,
      emailConfirmed: true,
    } as const
    const account = await inTransaction(db.connection, (session) =>
      accounts.open(session, owner, '胡杨林 下的密码', systemActor),
    )
    return { id: enterprise.id, email, account: account.id, address: `/centre/enterprises/${enterprise.id}` }
  }
  const mailTo = async (email: string) =>
    (await staff.deps.mail.outbox.list(null, { skip: 0, limit: 100 })).messages.filter(({ to }) => to === email)
  const last = async () => (await staff.deps.audit.list({}, { number: 1, size: 1 })).events[0]

  it('is for administrators alone; announcements are for everybody', async () => {
    const site = new Site()
    mount(site, staff.deps)
    for (const { method, pattern, role } of site.declared) {
      const address = pattern.replace(/:id/g, 'x')
      if (role === 'visitor') continue
      assert.equal(role, 'administrator', pattern)
      for (const other of ['owner', 'member', 'officer', 'manager', 'bureau'] satisfies Role[]) {
        const stranger = staff.person(other, { kind: 'bank', id: 'b' })
        const answer = method === 'GET' ? await stranger.get(address) : await stranger.post(address, {})
        // Without a token a form is refused before anything is told of the page.
        assert.equal(answer.status, method === 'GET' ? 404 : 403, `${other} ${method} ${pattern}`)
      }
    }
    assert.equal((await staff.visitor().get('/announcements')).status, 200)
    assert.equal((await staff.visitor().get('/centre')).status, 303)
  })

  it('approves an enterprise that waits, once, and tells its owner', async () => {
    const { address, email, id } = await waiting('等候纺织厂')
    assert.match(wordsOf(await centre.open('/centre/enterprises?status=pending')), /等候纺织厂/)
    const $ = await centre.open(address)
    assert.equal((await centre.submit($, '#approval')).status, 303)
    assert.equal((await staff.deps.enterprises.get('all', id)).status, 'approved')
    assert.match((await mailTo(email))[0]?.text ?? '', /已通过审核/)
    assert.equal((await last())?.actor.role, 'administrator')
    assert.equal((await centre.submit($, '#approval')).status, 409)
  })

  it('returns an enterprise only with a reason, which its owner reads', async () => {
    const { address, email, id } = await waiting('退回纺织厂')
    const $ = await centre.open(address)
    const refused = await centre.submit($, '#return', { reason: ' 不 ' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /href="#f-reason"/)
    assert.equal((await staff.deps.enterprises.get('all', id)).status, 'pending')
    assert.equal((await centre.submit($, '#return', { reason: '名称与营业执照不一致，请改正' })).status, 303)
    const { status, returnedReason } = await staff.deps.enterprises.get('all', id)
    assert.deepEqual([status, returnedReason], ['returned', '名称与营业执照不一致，请改正'])
    assert.match((await mailTo(email))[0]?.text ?? '', /名称与营业执照不一致/)
  })

  it('sees which enterprises contradict a register, and by what', async () => {
    const id = await approvedEnterprise(staff, creditCode(++number), '自称绿色的厂')
    await claim(staff, id, 'enterprise.greenFactory', '国家级')
    const registers = registersService({ ...staff.deps, connection: staff.deps.db.connection })
    const register = findRegister('green-factory')
    assert.ok(register)
    const entry = {
      name: '自称绿色的厂',
      creditCode: creditCode(number),
      grade: '师市级',
      year: null,
      validFrom: null,
      validTo: null,
      source: null,
    }
    await registers.add(register, entry, systemActor)
    await registers.idle()
    assert.match(
      wordsOf(await centre.open('/centre/enterprises?contradicted=yes')),
      /共 1 家.*自称绿色的厂.*1 处不一致/,
    )
    assert.match(wordsOf(await centre.open(`/centre/enterprises/${id}`)), /绿色工厂国家级绿色工厂名录师市级/)
  })

  it('masks people in lists and lets them in or not, but never shuts itself out', async () => {
    const { account, email } = await waiting('停用纺织厂')
    const $ = await centre.open('/centre/users?role=owner')
    assert.ok(!$.html().includes(email) && !$.html().includes('13812345678') && !$.html().includes('王小明'))
    assert.match(wordsOf($), /王\*明 ?企业负责人 ?停用纺织厂/)
    const form = `form[action="/centre/users/${account}/state"]`
    assert.equal((await centre.submit($, form)).status, 303)
    assert.equal((await staff.deps.accounts.find(account))?.state, 'disabled')
    assert.equal((await last())?.name, 'ACCOUNT_DISABLED')
    assert.equal((await centre.submit(await centre.open('/centre/users?state=disabled'), form)).status, 303)
    assert.equal((await staff.deps.accounts.find(account))?.state, 'active')
    const token = String($('[name=_csrf]').first().val())
    const own = await centre.post('/centre/users/administrator-centre/state', { _csrf: token, state: 'disabled' })
    assert.equal(own.status, 409)
    assert.equal((await centre.post(`/centre/users/${account}/state`, { _csrf: token, state: 'gone' })).status, 422)
    assert.equal((await centre.post('/centre/users/nobody/state', { _csrf: token, state: 'disabled' })).status, 404)
  })

  it('notes whom to call at a bank, and whether it takes part', async () => {
    const $ = await centre.open('/centre/institutions/icbc')
    const refused = await centre.submit($, '#institution', { phone: '打不通' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /value="打不通"/)
    const given = { active: 'no', branch: '石河子分行', contact: '李经理', phone: '０９９３-2012345' }
    assert.equal((await centre.submit($, '#institution', given)).status, 303)
    assert.match(wordsOf(await centre.open('/centre/institutions')), /中国工商银行 ?11暂停石河子分行李经理0993-2012345/)
    assert.equal((await last())?.name, 'INSTITUTION_NOTED')
    assert.equal((await centre.get('/centre/institutions/no-such')).status, 404)
  })

  it('announces what it has drafted, takes it down again, and lets nobody read it before or after', async () => {
    const visitor = staff.visitor()
    const form = await centre.open('/centre/announcements/new')
    assert.equal((await centre.submit(form, '#announcement', { title: '', text: '' })).status, 422)
    const drafted = await centre.submit(form, '#announcement', {
      title: '系统维护 <b>',
      text: '今晚维护。\n<script>alert(1)</script>',
    })
    const address = String(drafted.headers.location)
    const shown = address.replace('/centre', '')
    assert.equal((await visitor.get(shown)).status, 404)
    const token = String(form('[name=_csrf]').val())
    const move = (state: string) => centre.post(`${address}/state`, { _csrf: token, state })
    assert.equal((await move('withdrawn')).status, 409)
    assert.equal((await move('published')).status, 303)
    const $ = await visitor.open(shown)
    assert.deepEqual([$('h1').text(), $('main script').length], ['系统维护 <b>', 0])
    assert.match(wordsOf(await visitor.open('/announcements')), /共 1 条.*系统维护/)
    assert.equal((await centre.post(address, { _csrf: token, title: '改了', text: '改了' })).status, 409)
    assert.equal((await move('withdrawn')).status, 303)
    assert.equal((await visitor.get(shown)).status, 404)
    assert.equal((await last())?.name, 'ANNOUNCEMENT_WITHDRAWN')
  })

  it('brings samples in, labels them 示例, and takes them away', async () => {
    assert.equal((await centre.submit(await centre.open('/centre'), '#samples-on')).status, 303)
    assert.match((await centre.open('/centre'))('.strip').text(), /含 200 家示例企业/)
    const list = await centre.open('/centre/enterprises?sample=yes')
    assert.match(wordsOf(list), /共 200 家/)
    assert.equal(list('tbody tr').length, list('tbody .tag.demo').length)
    assert.match(list('.strip').text(), /示例/)
    const href = String(list('tbody th a').first().attr('href'))
    const one = await centre.open(href)
    assert.ok(one('.strip').text().includes('示例') && one('.tag.demo').length > 0)
    assert.equal((await centre.submit(await centre.open('/centre'), '#samples-off')).status, 303)
    assert.match(wordsOf(await centre.open('/centre/enterprises?sample=yes')), /共 0 家/)
    assert.equal((await centre.get(href)).status, 404)
  })
})
