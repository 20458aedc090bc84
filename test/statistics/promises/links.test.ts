import assert from 'node:assert/strict'
import { startApp, today, type TestApp, type Visitor } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import type { Raw } from '../figures/raw-records.js'
import { enterRaw } from '../enter-raw.js'
import { stepRecords } from './step-records.js'

const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'
const DAY_MS = 86_400_000

/** Places given up and limits brought before the bureau, some of them explained: of every third case one of each. */
async function enterAround({ deps }: TestApp, { applications }: Raw): Promise<void> {
  const some = applications.filter(({ bankId }) => bankId !== null).filter((_one, at) => at % 3 === 0)
  const { connection } = deps.db
  const enter = async (name: string, rows: readonly { readonly _id: string }[]) =>
    connection.collection<{ _id: string }>(name).insertMany([...rows])
  const of = (n: number, { id: applicationId, requestId, bankId, submittedAt }: Raw['applications'][number]) => ({
    ...{ _id: String(n).padStart(24, '0'), applicationId, requestId, bankId },
    at: new Date(submittedAt.getTime() + DAY_MS),
  })
  const places = some.map((one, n) => ({ ...of(n, one), bankName: '', cause: 'limit', reason: '', isSample: one.isSample })) // prettier-ignore
  const escalations = some.map((one, n) => {
    const base = of(n, one)
    const end = { seq: 2, action: 'claim', by: 'officer', at: new Date(base.at.getTime() + 2 * DAY_MS), overDays: 1 }
    return { ...base, step: 'claim', dueOn: '2024-11-01', afterSeq: 1, end: n % 2 === 0 ? end : null }
  })
  const words = some.flatMap((one, n) => {
    const word = {
      seq: 1,
      kind: 'answer',
      text: '人员变动',
      promisedOn: n % 4 === 0 ? '2026-11-20' : '2025-01-01',
      by: '王',
    }
    return n % 3 === 0 ? [] : [{ ...of(n, one), escalationId: of(n, one)._id, ...word }]
  })
  await enter('hall_released_places', places)
  await enter('escalations', escalations)
  await enter('escalation_words', words)
}

for (const [of, seed, isSample] of [
  ['real', 51, false],
  ['invented', 52, true],
] as const)
  // prettier-ignore
  describe(`numbers of the ledger of promises and their lists, of ${of} applications`, () => {
    let test: TestApp
    let bureau: Visitor

    before(async () => {
      test = await startApp({ now: () => today })
      const raw = stepRecords(seed, 170, isSample)
      await enterRaw(test, raw)
      await enterAround(test, raw)
      bureau = (await signedInAs(test, 'bureau')).visitor
    })
    after(() => test.close())

    /** Rows on all pages of a list, which says itself how many they are. */
    async function rowsOf(href: string): Promise<number> {
      const $ = await bureau.open(href)
      const told = Number(/^(\d+) 项$/.exec($('.lead').text())?.[1])
      assert.match($('[role=status]').text(), new RegExp(`^共 ${String(told)} 行`), href)
      let rows = $('tbody tr').length
      for (let page = 2; page <= Math.ceil(told / 50); page += 1)
        rows += (await bureau.open(`${href}&page=${String(page)}`))('tbody tr').length
      assert.equal(rows, told, href)
      return rows
    }

    it('leads from every count on the page to a list of exactly so many rows', async function () {
      this.timeout(120_000)
      const $ = await bureau.open(`/bureau/promises?${everything}`)
      const links = $('td.num a[href^="/bureau/promises/rows"]')
        .toArray()
        .map((one) => ({ says: $(one).text(), label: $(one).closest('td').attr('data-l'), href: $(one).attr('href') }))
        .filter(({ says }) => /^[\d,]+$/.test(says))
      const labels = new Set(links.map(({ label }) => label))
      for (const label of ['办结', '按时', '现在逾期', '释放名额', '有利率差的审批', '审批高于方案', '派单', '派单已受理', '派单已通过', '督办', '还没有办完', '已说明', '按承诺办完', '承诺到期未办完']) // prettier-ignore
        assert.ok(labels.has(label), label)
      for (const { says, label, href } of links)
        assert.equal(await rowsOf(href ?? ''), Number(says.replaceAll(',', '')), `${label ?? ''} ${href ?? ''}`)
      const more = $('section[aria-labelledby=t-escalated] a[href*="kind=escalations"]:contains("查看全部")')
      assert.match(more.text(), /^查看全部 \d+ 项$/)
      assert.equal(await rowsOf(more.attr('href') ?? ''), Number(/\d+/.exec(more.text())?.[0]))
    })

    it('tells the parts of rates and of dispatches from the whole, in number and in name', async () => {
      const $ = await bureau.open(`/bureau/promises?${everything}`)
      for (const [label, whole, title, definition] of [
        ['审批高于方案', '有利率差的审批', '审批利率高于初步方案', /审批年利率高于最后一次初步方案/],
        ['派单已受理', '派单', '工信局派单：已受理', /已经受理的申请/],
        ['派单已通过', '派单已受理', '工信局派单：已通过', /已经审批通过的申请/],
      ] as const) {
        const cell = (name: string) => $('tfoot').last().find(`td[data-l="${name}"] a`)
        assert.ok(Number(cell(label).text()) < Number(cell(whole).text()), label)
        const list = await bureau.open(cell(label).attr('href') ?? '')
        assert.equal(list('h1').text(), title)
        assert.match(list('.lead').next().text(), definition)
      }
    })

    it('leads from what waits at banks on the overview to exactly those steps', async () => {
      const $ = await bureau.open('/bureau')
      const line = $('li:contains("银行逾期未办的环节")').find('a')
      assert.match(line.text(), /^\d+ 个，查看$/)
      const count = Number(/\d+/.exec(line.text())?.[0])
      assert.ok(count > 5)
      const href = line.attr('href') ?? ''
      assert.equal(await rowsOf(href), count)
      const list = await bureau.open(href)
      assert.equal(list('h1').text(), '银行逾期未办的环节')
      const steps = new Set(list('td[data-l=环节]').toArray().map((one) => list(one).text())) // prettier-ignore
      assert.ok(steps.size > 1, 'of more than one step')
      assert.ok(new Set(list('td[data-l=机构]').toArray().map((one) => list(one).text())).size > 1) // prettier-ignore
      assert.equal(list('tbody a').length > 0, !isSample)
      if (isSample) assert.doesNotMatch(list('main').text(), /LQ-\d|银行股份|工商银行|农业银行/)
    })
  })
