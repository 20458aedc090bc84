import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../../support/load-page.js'
import type supertest from 'supertest'
import { contact, inQueue, step, termsOf } from './bank.js'
import { Company, idIn, type Offered } from './company.js'
import { pageOf, Stage, wordsOf, type Actor } from './stage.js'

const byStatus = (answers: readonly supertest.Response[], status: number) =>
  answers.filter((answer) => answer.status === status)

describe('journey: two at once, and forms that are too old, foreign or not whole', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let product: Offered
  let officer: Actor
  let colleague: Actor
  let mine = ''
  let id = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage)
    const [first] = await company.banksOnOffer(stage)
    assert.ok(first)
    product = first
    officer = await stage.banker(product.bankId, '周明')
    colleague = await stage.banker(product.bankId, '陈静')
  })
  after(() => stage.close())

  const bankPage = () => `/bank/applications/${id}`
  /** What both sides read, by which it shows that nothing has changed. */
  const both = async () => [await company.owner.words(mine), await officer.words(bankPage())]
  const tokenOf = ($: CheerioAPI) => $('[name=_csrf]').first().attr('value') ?? ''

  it('a double click on the submission makes one request', async () => {
    const draft = await company.begin([product])
    const $ = await company.owner.open(draft)
    const click = () => company.owner.visitor.submit($, 'main form:has([name=amount])', company.filled($))
    const answers = await Promise.all([click(), click(), click()])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303],
    )
    const [first, ...others] = new Set(answers.map(({ headers }) => String(headers.location)))
    assert.deepEqual(others, [], 'all lead to the same application')
    mine = first ?? ''
    assert.match(await company.owner.words('/enterprise/applications'), /共 1 次申请/)
    assert.equal((await officer.inbox()).length, 1)
    id = await inQueue(officer, company.name)
  })

  it('two officers who claim at once: one wins, the other reads who and when', async () => {
    const forms = [await officer.open(bankPage()), await colleague.open(bankPage())] as const
    const answers = await Promise.all([
      officer.visitor.submit(forms[0], '#step'),
      colleague.visitor.submit(forms[1], '#step'),
    ])
    assert.equal(byStatus(answers, 303).length, 1)
    const [lost] = byStatus(answers, 409)
    assert.ok(lost)
    const winner = answers[0].status === 303 ? '周明' : '陈静'
    assert.match(pageOf(lost), new RegExp(`有人先办理了这份申请.*2026年11月23日 10:00，${winner}，银行受理`))
    assert.match(await company.owner.words(mine), new RegExp(`现在由${product.bankName}的${winner}办理`))
    const last = (await company.owner.inbox()).map(({ subject }) => subject).filter((one) => one.startsWith('银行受理'))
    assert.equal(last.length, 1)
  })

  it('two who decide at once, one with yes and one with no: one wins, the other keeps what was typed', async () => {
    await contact(officer, id)
    await step(officer, id, 'offer', termsOf({ validUntil: '2026-12-31' }))
    const offers = await company.owner.open(`/enterprise/requests/${await requestId()}/offers`)
    const pick = offers('#choice [name^=pick-]').attr('name') ?? ''
    const clicks = await Promise.all([1, 2].map(() => company.owner.visitor.submit(offers, '#choice', { [pick]: '1' })))
    assert.equal(byStatus(clicks, 303).length, 1, 'a double click chooses once')
    const [second] = byStatus(clicks, 409)
    assert.ok(second)
    assert.match(pageOf(second), /王芳/)

    const yes = await officer.open(`${bankPage()}?do=approve`)
    const no = await colleague.open(`${bankPage()}?do=decline`)
    const text = '本行本季度该产品的额度已经用完'
    const answers = await Promise.all([
      officer.visitor.submit(yes, '#step'),
      colleague.visitor.submit(no, '#step', { code: 'quota-used', text }),
    ])
    assert.equal(byStatus(answers, 303).length, 1)
    const [lost] = byStatus(answers, 409)
    assert.ok(lost)
    const approved = answers[0].status === 303
    const [name, move] = approved ? ['周明', '审批通过'] : ['陈静', '审批不通过']
    assert.match(pageOf(lost), new RegExp(`2026年11月23日 10:00，${name}，${move}`))
    if (approved) assert.ok(lost.text.includes(text), 'the refusal can be copied')
    const news = (await company.owner.inbox()).slice(-3).map(({ subject }) => subject)
    const decisions = news.filter((one) => /^(审批通过|审批不通过)/.test(one))
    assert.equal(decisions.length, 1, news.join())
    assert.ok((await company.owner.words(mine)).includes(approved ? '审批通过，待签约' : '未通过'))
  })

  const requestId = async () => idIn((await company.owner.open(mine))('a:contains("并排比较")').attr('href') ?? '')

  it('an old form says who was faster, and changes nothing', async () => {
    const other = await Company.setOut(stage, { owner: '赵总' })
    const draft = await other.submit(await other.begin([product]))
    const its = idIn(draft)
    const old = await officer.open(`/bank/applications/${its}?do=ask`)
    await step(colleague, its, 'claim')
    const before = [await other.owner.words(draft), await officer.words(`/bank/applications/${its}`)]
    const late = await officer.visitor.submit(old, '#step', { items: '近三个月电费单' })
    assert.equal(late.status, 409)
    assert.match(pageOf(late), /有人先办理了这份申请.*陈静，银行受理/)
    assert.match(pageOf(late), /近三个月电费单/, 'what was typed is not lost')
    assert.equal(loadPage(late.text)(`main a[href="/applications/${its}"]`).length, 1)
    assert.deepEqual([await other.owner.words(draft), await officer.words(`/bank/applications/${its}`)], before)
  })

  it('a form without its hidden fields is not whole, one without its token is refused; nothing changes', async () => {
    const fresh = await Company.setOut(stage, { owner: '钱总' })
    mine = await fresh.submit(await fresh.begin([product]))
    company = fresh
    id = idIn(mine)
    const before = await both()
    const bank = tokenOf(await officer.open(bankPage()))
    const own = tokenOf(await company.owner.open(mine))
    const incomplete = await officer.visitor.post(`${bankPage()}/steps`, { _csrf: bank, do: 'claim' })
    // It does not say which version it showed, so nothing may follow from it.
    assert.equal(incomplete.status, 409)
    assert.match(pageOf(incomplete), /表单不完整，没有保存/)
    const unknown = await officer.visitor.post(`${bankPage()}/steps`, { _csrf: bank, do: 'fly', version: '1' })
    assert.equal(unknown.status, 404)
    const half = await company.owner.visitor.post(`${mine}/withdrawal`, { _csrf: own, reason: '不再需要这笔贷款' })
    assert.equal(half.status, 422)
    for (const [who, address, fields] of [
      [officer, `${bankPage()}/steps`, { do: 'claim', version: '1' }],
      [company.owner, `${mine}/withdrawal`, { reason: '不再需要这笔贷款', version: '1' }],
    ] as const) {
      const refused = await who.visitor.post(address, fields)
      assert.equal(refused.status, 403, address)
      assert.match(pageOf(refused), /表单|重新|刷新/)
    }
    assert.deepEqual(await both(), before)
  })

  it('a stranger finds nothing, whatever is sent, and nothing changes', async () => {
    const before = await both()
    const elsewhere = await stage.banker('no-such-bank', '旁行经理')
    const stranger = (await Company.setOut(stage, { owner: '孙总' })).owner
    const tokens = {
      bank: tokenOf(await elsewhere.open('/bank')),
      enterprise: tokenOf(await stranger.open('/enterprise/needs/new')),
    }
    for (const end of ['', '/contract']) assert.equal((await elsewhere.get(`${bankPage()}${end}`)).status, 404, end)
    for (const end of ['', '/withdrawal', '/answer', '/contest', '/offer']) {
      assert.equal((await stranger.get(`${mine}${end}`)).status, 404, end)
    }
    for (const address of [`/applications/${id}`, mine]) assert.equal((await elsewhere.get(address)).status, 404)
    for (const [end, fields] of [
      ['steps', { do: 'claim', version: '1' }],
      ['notes', { remark: '看一看' }],
      ['proposal', { then: 'confirm', version: '1' }],
      ['contest', { upheld: 'yes', answer: '异议成立，重新审查一次', version: '1' }],
      ['contract', { version: '1' }],
    ] as const) {
      const sent = await elsewhere.visitor.post(`${bankPage()}/${end}`, { ...fields, _csrf: tokens.bank })
      assert.equal(sent.status, 404, end)
    }
    for (const [end, fields] of [
      ['withdrawal', { reason: '不再需要这笔贷款', version: '1' }],
      ['answer', { 'text-1': '没有', version: '1' }],
      ['contest', { about: 'other', text: '这个结论不对', version: '1' }],
    ] as const) {
      const sent = await stranger.visitor.post(`${mine}/${end}`, { ...fields, _csrf: tokens.enterprise })
      assert.equal(sent.status, 404, end)
    }
    assert.deepEqual(await both(), before)
  })

  it('an application that has ended takes no step any more; the page says what it is and who ended it', async () => {
    const $ = await officer.open(bankPage())
    const ask = await company.owner.open(`${mine}/withdrawal`)
    await company.owner.send(ask, 'main form', { reason: '不再需要这笔贷款' })
    const before = await both()
    const { version } = await stage.test.deps.applications.get('all', id)
    const shown = { version: String(version), _csrf: tokenOf($) }
    for (const [name, fields] of [
      ['claim', {}],
      ['contact', { how: '电话', on: '2026-11-23', note: '已经联系' }],
      ['review', {}],
      ['ask', { items: '近三个月电费单' }],
      ['offer', termsOf({ validUntil: '2026-12-31' })],
      ['approve', { amount: '100', rate: '3.45', months: '12' }],
      ['decline', { code: 'quota-used', text: '本行本季度该产品的额度已经用完' }],
      ['reopen', { reason: '再审查一次看看' }],
    ] as const) {
      const sent = await officer.visitor.post(`${bankPage()}/steps`, { ...fields, ...shown, do: name })
      assert.equal(sent.status, 409, `${name}: ${wordsOf(loadPage(sent.text)).slice(0, 300)}`)
      assert.match(pageOf(sent), /没有办成：这份申请现在是“已撤回”。.*钱总，撤回申请.*没有任何内容被改动/, name)
    }
    const answered = await company.owner.get(`${mine}/answer`)
    assert.equal(answered.status, 409)
    assert.match(pageOf(answered), /已撤回/)
    assert.deepEqual(await both(), before)
  })
})
