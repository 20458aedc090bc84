import assert from 'node:assert/strict'
import { formatYuan } from '../../../src/kernel/money.js'
import { startApp, today, type TestApp, type Visitor } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import { recount } from '../figures/recount.js'
import { enterRaw } from '../enter-raw.js'
import { stepRecords } from '../promises/step-records.js'

const nothing = { division: null, green: null, size: null, section: null, purpose: null }
const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'
const OTHERS = /工商银行|兴业银行|中国银行/

describe('the figures of a bank on its own page', () => {
  let test: TestApp
  let bank: Visitor
  const raw = stepRecords(71, 250)

  before(async () => {
    test = await startApp({ now: () => today })
    await enterRaw(test, raw)
    bank = (await signedInAs(test, 'officer', { organisation: { kind: 'bank', id: 'abc' } })).visitor
  })
  after(() => test.close())

  const line = ($: Awaited<ReturnType<Visitor['open']>>, name: string) =>
    $('table')
      .first()
      .find('tbody tr')
      .filter((_at, one) => $(one).find('th').contents().first().text() === name)
      .find('td')
      .first()

  it('are a recount over its own records, under its real name', async () => {
    const $ = await bank.open(`/bank/figures?${everything}`)
    const own = recount(raw, { from: '2024-01-01', to: '2026-12-31', bank: 'abc', ...nothing })
    assert.match($('.lead').text(), /农业银行/)
    for (const [name, id] of [
      ['提交申请', 'requests'],
      ['已受理', 'claimed'],
      ['审批通过', 'approvals'],
      ['投放笔数', 'loans'],
    ] as const) {
      // prettier-ignore
      assert.equal(line($, name).text().trim().split(' ')[0], String(own[id]), name)
    }
    for (const [name, id] of [
      ['审批金额', 'approved'],
      ['投放金额', 'disbursed'],
      ['贷款余额', 'balance'],
    ] as const) {
      assert.equal(line($, name).find('abbr').attr('title'), formatYuan(own[id] ?? 0), name)
    }
  })

  it('name no other bank, whatever is asked', async function () {
    this.timeout(60_000)
    const $ = await bank.open(`/bank/figures?${everything}`)
    const addresses = $('main a[href^="/bank/figures/rows"]')
      .toArray()
      .map((one) => $(one).attr('href') ?? '')
    assert.ok(addresses.length > 40)
    const some = addresses.filter((_one, at) => at % 4 === 0)
    for (const address of [`/bank/figures?${everything}`, `/bank/figures?${everything}&bank=icbc`, ...some]) {
      const { text } = await bank.get(address).expect(200)
      assert.doesNotMatch(text, OTHERS, address)
      assert.doesNotMatch(text, /bank=|value="icbc"/, address)
    }
    const asked = await bank.open(`/bank/figures?${everything}&bank=icbc`)
    assert.equal(asked('table').first().text(), $('table').first().text())
  })

  it('lead to the rows they count, and from there to the bank’s own pages', async () => {
    const $ = await bank.open(`/bank/figures?${everything}`)
    const list = await bank.open(line($, '审批金额').find('a').attr('href') ?? '')
    assert.equal(list('.lead').text(), line($, '审批金额').text().trim())
    assert.match(list('tbody a').first().attr('href') ?? '', /^\/bank\/applications\//)
    const asked = await bank.open(`/bank/figures/rows?${everything}&what=requests`)
    const own = new Set(raw.applications.filter(({ bankId }) => bankId === 'abc').map(({ id }) => id))
    for (const one of asked('tbody a').toArray()) {
      assert.ok(own.has((asked(one).attr('href') ?? '').replace('/bank/applications/', '')))
    }
    const step = await bank.open(`/bank/figures/rows?${everything}&what=claim-overdue`)
    assert.match(step('h1').text(), /受理：现在逾期/)
  })

  it('go out as workbooks, and answer 404 to what is not among them', async () => {
    for (const address of ['figures.xlsx', 'figures/rows.xlsx?what=requests']) {
      const response = await bank.get(`/bank/${address}`).expect(200)
      assert.match(response.headers['content-type'] ?? '', /spreadsheetml/)
    }
    for (const what of ['institutions', 'coal', 'choice', ''])
      await bank.get(`/bank/figures/rows?what=${what}`).expect(404)
    await bank.get('/bank/figures?size=x').expect(422)
  })

  it('come with none of the pages of the bureau', async () => {
    for (const page of ['', '/figures.xlsx', '/promises', '/fairness', '/figures/disbursed']) {
      await bank.get(`/bureau${page}`).expect(404)
    }
  })

  for (const role of ['owner', 'member', 'bureau', 'administrator'] as const) {
    it(`are not there for ${role}`, async () => {
      const { visitor } = await signedInAs(test, role)
      for (const page of ['figures', 'figures.xlsx', 'figures/rows', 'figures/rows.xlsx'])
        await visitor.get(`/bank/${page}`).expect(404)
    })
  }
})
