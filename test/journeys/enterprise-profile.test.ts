import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { inTransaction } from '../../src/db/index.js'
import { valueOf, type Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { startDesks, wordsOf, type Desks, type Person } from '../enterprises/enterprise-app.js'

const section = (id: string) => paths.enterpriseSection({ section: id })
const CENTRE = { accountId: 'centre-1', role: 'administrator', organisationId: 'centre' }

describe('journey: an enterprise describes itself', () => {
  let desks: Desks
  let enterprise: Enterprise
  let owner: Person

  before(async () => {
    desks = await startDesks()
    enterprise = await desks.register()
    owner = desks.person(enterprise)
  })
  after(() => desks.close())

  const now = () => desks.service.get('all', enterprise.id)

  it('fills in a section; what is left empty stays unknown', async () => {
    const fields = { taxGrade: 'B', overdueNow: 'no', overdueCount24m: '0' }
    await owner.submit(await owner.open(section('credit')), section('credit'), { then: 'save', ...fields }).expect(303)
    const saved = await now()
    assert.equal(valueOf(saved, 'enterprise.overdueNow'), false)
    assert.equal(valueOf(saved, 'enterprise.overdueCount24m'), 0)
    assert.equal(valueOf(saved, 'enterprise.dishonest'), undefined)
    const text = wordsOf(await owner.open(paths.enterpriseProfile({})))
    assert.match(text, /纳税信用等级 ?B 级 ?自报，截至 2026年11月22日/)
    assert.match(text, /失信被执行 ?未填写/)
  })

  it('tells “none at all” from “not known” in a list of titles', async () => {
    await owner
      .submit(await owner.open(section('innovation')), section('innovation'), { then: 'save', 'titles-none': '1' })
      .expect(303)
    assert.deepEqual(valueOf(await now(), 'enterprise.titles'), [])
    const $ = await owner.open(section('innovation'))
    assert.equal($('input[name="titles-none"]').attr('checked'), 'checked')
    await owner.submit($, section('innovation'), { then: 'save', titles: ['单项冠军'] }).expect(422)
    assert.deepEqual(valueOf(await now(), 'enterprise.titles'), [])
  })

  it('lists every fault with a link to its field and keeps what was typed', async () => {
    const response = await owner
      .submit(await owner.open(section('operation')), section('operation'), {
        then: 'save',
        loanBalanceWan: '-3',
        invoiced12mWan: '约一百',
        'invoiced12mWan-asOf': '2027-01-01',
      })
      .expect(422)
    const $ = loadPage(response.text)
    assert.deepEqual(
      $('#errors a')
        .toArray()
        .map((one) => $(one).attr('href')),
      ['#f-loanBalanceWan', '#f-invoiced12mWan'],
    )
    assert.equal($('#f-invoiced12mWan').val(), '约一百')
    assert.match($('#errors').text(), /近 12 个月开票额：请填写数字/)
  })

  it('searches an industry inside the form, without script and without losing anything', async () => {
    const $ = await owner.open(section('basics'))
    const found = loadPage(
      (await owner.submit($, section('basics'), { then: 'search', industry: '番茄', ownership: '民营' }).expect(200))
        .text,
    )
    assert.equal(found('select[name="ownership"]').val(), '民营')
    const hits = loadPage(
      (await owner.submit($, section('basics'), { then: 'search', industry: '蔬菜' }).expect(200)).text,
    )
    const codes = hits('input[name="industry-pick"]')
      .toArray()
      .map((one) => String(hits(one).val()))
    assert.ok(codes.length > 1)
    await owner.submit(hits, section('basics'), { then: 'save', 'industry-pick': String(codes[0]) }).expect(303)
    assert.equal(valueOf(await now(), 'enterprise.industry'), codes[0])
  })

  it('dates a changed value today, and leaves the date of the others alone', async () => {
    desks.now = new Date('2026-12-03T04:00:00Z')
    await owner
      .submit(await owner.open(section('credit')), section('credit'), { then: 'save', taxGrade: 'A' })
      .expect(303)
    const { facts } = await now()
    const dateOf = (name: string) => facts.find(({ fact }) => fact === name)?.asOf
    assert.deepEqual([dateOf('enterprise.taxGrade'), dateOf('enterprise.overdueNow')], ['2026-12-03', '2026-11-22'])
  })

  it('shows a claim that a register contradicts, offers the register, and changes nothing by itself', async () => {
    await owner
      .submit(await owner.open(section('green')), section('green'), { then: 'save', greenFactory: '国家级' })
      .expect(303)
    const found = {
      fact: 'enterprise.greenFactory',
      value: '师市级',
      register: '绿色工厂名录（2025）',
      asOf: '2025-12-31',
    }
    await inTransaction(desks.db.connection, (session) =>
      desks.service.confirmFact(session, enterprise.id, found, CENTRE),
    )
    assert.match(
      wordsOf(await owner.open(paths.enterprise({}))),
      /绿色工厂：您填写的是“国家级”，绿色工厂名录（2025）（2025年12月31日）中是“师市级”/,
    )
    const $ = await owner.open(section('green'))
    await owner.submit($, paths.enterpriseFindings({})).expect(303)
    assert.match(
      wordsOf(await owner.open(paths.enterpriseProfile({}))),
      /绿色工厂 ?师市级 ?名录核验，截至 2025年12月31日/,
    )
  })

  it('shows both values when a colleague saved the same section in between', async () => {
    const mine = await owner.open(section('credit'))
    const colleague = desks.person(enterprise, 'member')
    await colleague
      .submit(await colleague.open(section('credit')), section('credit'), { then: 'save', taxGrade: 'C' })
      .expect(303)
    const response = await owner.submit(mine, section('credit'), { then: 'save', taxGrade: 'D' }).expect(409)
    const $ = loadPage(response.text)
    assert.match(wordsOf($), /纳税信用等级 不同D 级C 级/)
    assert.equal(valueOf(await now(), 'enterprise.taxGrade'), 'C')
    await owner.submit($, section('credit')).expect(303)
    assert.equal(valueOf(await now(), 'enterprise.taxGrade'), 'D')
  })

  it('keeps figures by year and works the ratios out', async () => {
    const year = paths.enterpriseYear({ year: '2025' })
    await owner
      .submit(await owner.open(year), year, {
        revenueFen: '3000',
        assetsFen: '5,000',
        liabilitiesFen: '3570',
        rdFen: '',
      })
      .expect(303)
    const text = wordsOf(await owner.open(paths.enterpriseFigures({})))
    assert.match(text, /资产负债率（推算） ?71\.4%/)
    assert.match(text, /研发投入占比（推算） ?未填写/)
    await owner.submit(await owner.open(year), year, { employees: '120' }).expect(303)
    assert.match(wordsOf(await owner.open(paths.enterpriseProfile({}))), /企业规模 ?\S+ ?由其他资料推算/)
    const response = await owner.submit(await owner.open(year), year, { assetsFen: '0', employees: '3.5' }).expect(422)
    assert.deepEqual(loadPage(response.text)('#errors a').toArray().length, 2)
  })

  it('shows both figures when a colleague saved the same year in between', async () => {
    const year = paths.enterpriseYear({ year: '2024' })
    const mine = await owner.open(year)
    const colleague = desks.person(enterprise, 'member')
    await colleague.submit(await colleague.open(year), year, { revenueFen: '100' }).expect(303)
    const response = await owner.submit(mine, year, { revenueFen: '200' }).expect(409)
    assert.match(wordsOf(loadPage(response.text)), /营业收入 不同200 万元100 万元/)
  })

  it('takes no year that is not over, and no section or field that does not exist', async () => {
    await owner.get(paths.enterpriseYear({ year: '2026' })).expect(404)
    await owner.get(section('secrets')).expect(404)
    const response = await owner.submit(await owner.open(section('credit')), section('credit'), {
      then: 'save',
      isAdmin: '1',
    })
    assert.equal(response.status, 422)
  })
})
