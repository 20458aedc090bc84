import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import type { Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { startDesks, tokenOf, wordsOf, type Desks, type Person } from '../enterprises/enterprise-app.js'

describe('journey: an enterprise writes down a need and follows its match', () => {
  let desks: Desks
  let enterprise: Enterprise
  let owner: Person
  let needHref = ''

  before(async () => {
    desks = await startDesks()
    enterprise = await desks.register({ name: '第八师番茄制品有限公司', industry: '1373', establishedOn: '2023-11-23' })
    owner = desks.person(enterprise)
  })
  after(() => desks.close())

  it('is told what to do first on an empty desk', async () => {
    const $ = await owner.open(paths.enterprise({}))
    assert.match(wordsOf($), /待审核/)
    assert.match(wordsOf($), /还没有融资需求/)
    assert.equal($('.card.on a.btn').attr('href'), paths.enterpriseNewNeed({}))
    assert.match(wordsOf($), /3 \/ \d+ 项/)
  })

  it('lists every fault of the form, keeps what was typed and saves nothing', async () => {
    const $ = await owner.open(paths.enterpriseNewNeed({}))
    const response = await owner
      .submit($, paths.enterpriseNeeds({}), {
        then: 'save',
        title: '',
        amount: '三百',
        termMonths: '0',
        greenState: 'some',
        investment: '100',
        ownFunds: '200',
      })
      .expect(422)
    const page = loadPage(response.text)
    const faults = page('#errors a')
      .toArray()
      .map((one) => page(one).attr('href'))
    assert.deepEqual(faults, ['#f-title', '#f-amount', '#f-termMonths', '#f-greenText', '#f-ownFunds'])
    for (const href of faults) assert.equal(page(String(href)).length, 1, `${String(href)} leads nowhere`)
    assert.equal(page('input[name="amount"]').val(), '三百')
    assert.deepEqual(await desks.service.needsOf(enterprise.id), [])
  })

  it('finds the green class by name among all classes, without losing what was typed', async () => {
    const $ = await owner.open(paths.enterpriseNewNeed({}))
    const response = await owner
      .submit($, paths.enterpriseNeeds({}), {
        then: 'search',
        title: '屋顶光伏',
        amount: '200',
        greenState: 'some',
        greenText: '太阳能',
      })
      .expect(200)
    const page = loadPage(response.text)
    assert.equal(page('input[name="title"]').val(), '屋顶光伏')
    const codes = page('input[name="greenPick"]')
      .toArray()
      .map((one) => String(page(one).val()))
    assert.ok(codes.includes('4.2.2'), codes.join())
    assert.deepEqual(await desks.service.needsOf(enterprise.id), [])
  })

  it('saves and matches in one click', async () => {
    const $ = await owner.open(paths.enterpriseNewNeed({}))
    const response = await owner
      .submit($, paths.enterpriseNeeds({}), {
        then: 'match',
        title: '收购番茄',
        amount: '200',
        termMonths: '12',
        purpose: '流动资金',
        greenState: 'none',
        securities: ['设备', '应收账款'],
        'security-2': '80.5',
        'security-3': '19.5',
      })
      .expect(303)
    needHref = String(response.headers.location)
    const page = await owner.open(needHref)
    assert.match(wordsOf(page), /担保价值合计100 万元/)
    assert.match(wordsOf(page), /符合 \d+ ?待补充 \d+ ?不符合 \d+/)
    assert.match(wordsOf(page), /待补充的产品还缺这些：失信被执行（\d+ 个产品）/)
    const [need] = await desks.service.needsOf(enterprise.id)
    assert.equal(need?.greenCode, '')
    assert.deepEqual(need?.securities, [
      { kind: '设备', valueFen: 80_500_000 },
      { kind: '应收账款', valueFen: 19_500_000 },
    ])
  })

  it('says which products opened since the last time, and why, when a date has gone by', async () => {
    const counts = async () => {
      const latest = await desks.service.latestMatch(enterprise.id, needHref.split('/').at(-1) ?? '')
      return latest?.changes
    }
    assert.equal(await counts(), null)
    desks.now = new Date('2026-11-23T04:00:00Z')
    const $ = await owner.open(needHref)
    await owner.submit($, `${needHref}/match`).expect(303)
    const changes = await counts()
    assert.deepEqual(changes?.facts, [{ fact: 'enterprise.yearsInOperation', before: 2, after: 3 }])
    assert.ok((changes?.products.length ?? 0) > 0)
    for (const { reasons } of changes?.products ?? []) {
      assert.deepEqual([...new Set(reasons.map(({ fact }) => fact))], ['enterprise.yearsInOperation'])
    }
    const page = await owner.open(needHref)
    assert.match(wordsOf(page), /与 2026年11月22日 相比/)
    assert.match(wordsOf(page), /成立年限2 年3 年/)
  })

  it('keeps one record for the same day, facts and catalogue', async () => {
    const id = needHref.split('/').at(-1) ?? ''
    const before = await desks.service.latestMatch(enterprise.id, id)
    desks.now = new Date('2026-11-23T09:00:00Z')
    await owner.submit(await owner.open(needHref), `${needHref}/match`).expect(303)
    assert.equal((await desks.service.latestMatch(enterprise.id, id))?.match.id, before?.match.id)
  })

  it('says that a match is out of date once the need has changed', async () => {
    const form = await owner.open(`${needHref}/terms`)
    await owner.submit(form, `${needHref}/terms`, { then: 'save', amount: '250' }).expect(303)
    assert.match(wordsOf(await owner.open(needHref)), /需求在这之后有过变动，请重新匹配/)
  })

  it('shows both values when a colleague saved the need in between, and lets a person decide', async () => {
    const mine = await owner.open(`${needHref}/terms`)
    const colleague = desks.person(enterprise, 'member')
    const theirs = await colleague.open(`${needHref}/terms`)
    await colleague.submit(theirs, `${needHref}/terms`, { then: 'save', amount: '300' }).expect(303)
    const response = await owner.submit(mine, `${needHref}/terms`, { then: 'save', amount: '280' }).expect(409)
    const page = loadPage(response.text)
    assert.match(wordsOf(page), /贷款金额 不同280 万元300 万元/)
    await owner.submit(page, `${needHref}/terms`).expect(303)
    const [need] = await desks.service.needsOf(enterprise.id)
    assert.equal(need?.amountFen, 280_000_000)
  })

  it('lists every need with its last match', async () => {
    const latest = await desks.service.latestMatch(enterprise.id, needHref.split('/').at(-1) ?? '')
    const { results } = JSON.parse(latest?.match.text ?? '') as { results: readonly { verdict: string }[] }
    const fits = results.filter(({ verdict }) => verdict === 'eligible').length
    const text = wordsOf(await owner.open(paths.enterpriseNeeds({})))
    assert.match(text, new RegExp(`共 1 项.*收购番茄.*2026年11月23日 匹配，${fits} 个产品符合`))
  })

  it('hands out the decision record byte for byte', async () => {
    const response = await owner.get(`${needHref}/record.json`).expect(200)
    const latest = await desks.service.latestMatch(enterprise.id, needHref.split('/').at(-1) ?? '')
    assert.equal(response.text, latest?.match.text)
    assert.match(String(response.headers['content-disposition']), /^attachment/)
  })

  it('takes a need back and no longer matches it', async () => {
    const $ = await owner.open(needHref)
    await owner.submit($, `${needHref}/status`).expect(303)
    assert.match(wordsOf(await owner.open(needHref)), /已经撤回/)
    await owner.post(`${needHref}/match`, { _csrf: tokenOf($) }).expect(404)
  })
})
