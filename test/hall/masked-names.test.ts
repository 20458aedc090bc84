import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { moverOf, type Application } from '../../src/applications/index.js'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { signedInAs } from '../support/people.js'
import { caseAtBank } from '../review/bank-case.js'
import { bankUser, chinaTime, inHall, productOf, applicationsOf } from './bidding.js'

describe('the banks on the bureau’s pages of requests', function () {
  this.timeout(60_000)
  const late = chinaTime('2026-12-10T10:00:00')
  let test: TestApp
  let bureau: Visitor
  let banks: readonly (readonly [name: string, shortName: string])[]
  let now = chinaTime('2026-11-16T10:00:00')
  let invented: Application
  let real: Application
  let refusedOne: Application

  before(async () => {
    test = await startApp({ now: () => now })
    banks = [...(await test.deps.catalogue.current()).banks.values()].map(({ name, shortName }) => [name, shortName])
    ;[invented, real, refusedOne] = [await contacted(), await contacted(), await declined()]
    await invent(invented.requestId)
    await invent(refusedOne.requestId)
    now = late
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  const nameOf = ({ bankName }: Application): string => {
    assert.ok(bankName, 'the application is at no bank')
    return bankName
  }

  /** At a bank that has made contact and then let its limit pass; what it wrote names it in full and in short. */
  async function contacted(): Promise<Application> {
    const { application, bankId } = await caseAtBank(test)
    const mover = moverOf(await bankUser(test, bankId, 'officer', '高远'))
    const [name, short] = banks.find(([one]) => one === application.bankName) ?? ['', '']
    const set = { officerId: mover.actor.accountId, officerName: mover.name }
    await test.deps.applications.move('all', application.id, { action: 'claim', mover, set })
    const reason = `${name}的${short}银行网点已去电，产品是${application.productName ?? ''}`
    await test.deps.applications.move('all', application.id, { action: 'contact', mover, reason })
    return test.deps.applications.get('all', application.id)
  }

  async function declined(): Promise<Application> {
    const { application, bankId } = await caseAtBank(test)
    const mover = moverOf(await bankUser(test, bankId))
    const refusal = {
      ...{ code: 'other' as const, text: '不在本行受理范围', condition: null, wayOn: '可另选机构' },
      ...{ at: now, by: mover.name },
    }
    const reason = `${application.bankName ?? ''}不受理`
    await test.deps.applications.move('all', application.id, { action: 'decline', mover, reason, set: { refusal } })
    return test.deps.applications.get('all', application.id)
  }

  /** Marks what somebody submitted as invented, with all that became of it. */
  async function invent(requestId: string): Promise<void> {
    const { connection } = test.deps.db
    const set = { $set: { isSample: true, title: '中国工商银行配套的技改' } }
    await connection.collection<{ _id: string }>('application_requests').updateOne({ _id: requestId }, set)
    await connection.collection('applications').updateMany({ requestId }, set)
  }

  const pagesOf = (one: Application): readonly string[] => [
    `/bureau/requests/${one.requestId}`,
    `/bureau/applications/${one.id}`,
  ]

  const refuseNames = (html: string, where: string) => {
    for (const [name, short] of banks)
      for (const one of [name, `${short}银行`, `>${short}`]) assert.ok(!html.includes(one), `${one} in ${where}`)
  }

  const rowOf = ($: CheerioAPI, { requestId }: Application) => {
    const row = $(`tr:has(a[href="/bureau/requests/${requestId}"])`)
    assert.equal(row.length, 1)
    return row.html() ?? ''
  }

  it('have no name where an invented application is late, and their own where a real one is', async () => {
    const list = await bureau.open('/bureau/requests')
    assert.match(rowOf(list, invented), /示例机构配套的技改.*示例机构<\/a>.*逾期 \d+ 个工作日/s)
    refuseNames(rowOf(list, invented), 'the row')
    assert.match(rowOf(list, real), new RegExp(`${nameOf(real)}</a>.*逾期 \\d+ 个工作日`, 's'))
    for (const [place, address] of pagesOf(invented).entries()) {
      const main = (await bureau.open(address))('main')
      assert.equal(main.find('h1').text(), '示例机构配套的技改')
      assert.equal(main.find('tbody th, dt:contains(办理方) + dd').first().text(), '示例机构')
      assert.match(main.text(), /逾期 \d+ 个工作日/)
      refuseNames(main.html() ?? '', address)
      assert.ok(!main.text().includes(invented.productName ?? '—'), `the product in ${address}`)
      const own = (await bureau.open(pagesOf(real)[place] ?? ''))('main').text()
      assert.ok(own.includes(nameOf(real)) && own.includes(real.productName ?? '—'))
    }
  })

  it('have no name where an invented application was refused, and by no filter', async () => {
    const list = await bureau.open('/bureau/requests?state=declined')
    assert.match(rowOf(list, refusedOne), /示例机构<\/a>：未通过/)
    for (const address of [...pagesOf(refusedOne), '/bureau/requests?state=declined']) {
      refuseNames((await bureau.open(address)).html(), address)
    }
    assert.match((await bureau.open(pagesOf(refusedOne)[1] ?? ''))('.time').text(), /示例机构不受理/)
  })

  it('are taken out of what was written of an invented application, with who wrote it, and left in what is real', async () => {
    const [made, own] = await Promise.all(
      [invented, real].map(async ({ id }) => (await bureau.open(`/bureau/applications/${id}`))('main').text()),
    )
    assert.ok(made !== undefined && own !== undefined)
    assert.match(made, /示例机构的示例机构网点已去电，产品是示例产品/)
    assert.doesNotMatch(made, /高远/)
    assert.ok(own.includes(`${nameOf(real)}的`))
    assert.match(own, /客户经理 高远/)
    assert.match(own, /经办人高远/)
  })

  it('are hidden from the centre as from the bureau, which sees the same pages', async () => {
    const centre = (await signedInAs(test, 'administrator')).visitor
    for (const address of pagesOf(invented)) refuseNames((await centre.open(address))('main').html() ?? '', address)
    assert.ok((await centre.open(pagesOf(real)[1] ?? ''))('main').text().includes(nameOf(real)))
  })

  it('are chosen by number for an invented request and by name for a real one', async () => {
    now = chinaTime('2026-12-14T10:00:00')
    const [sample, own] = [await inHall(test), await inHall(test)]
    for (const day of ['2026-12-16T00:00:00', '2026-12-18T00:00:00']) {
      now = chinaTime(day)
      await test.deps.hall.closeDueWindows()
    }
    await invent(sample.request.id)
    const { visitor } = await signedInAs(test, 'bureau')
    const open = async ({ request }: typeof sample) => visitor.open(`/bureau/requests/${request.id}`)
    const $ = await open(sample)
    assert.equal($('label[for=f-bank-1]').text(), '示例机构 1')
    refuseNames($('main').html() ?? '', 'the form')
    const labels = (await open(own))('form label').text()
    for (const { bankName } of own.request.products) assert.ok(labels.includes(bankName), bankName)

    const products = [productOf(sample.request, sample.banks[0] ?? '')]
    const form = `form[action="/bureau/requests/${sample.request.id}/dispatch"]`
    assert.equal((await visitor.submit($, form, { products, reason: '派给合适的机构' })).status, 303)
    assert.equal((await applicationsOf(test, sample.request)).banks[0]?.bankId, sample.banks[0])
    refuseNames((await open(sample))('main').html() ?? '', 'the request that was sent')
  })
})
