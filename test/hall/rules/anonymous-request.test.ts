import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { anonymousRequestOf, type CodeNames } from '../../../src/hall/rules/anonymous-request.js'
import type { FinancingRequest } from '../../../src/applications/index.js'
import { startApp, type TestApp } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import { applicant, submitted, wan } from '../../applications/applying.js'
import { monday } from '../bidding.js'

const names: CodeNames = {
  industries: new Map([
    ['C', '制造业'],
    ['17', '纺织业'],
    ['1711', '棉纺纱加工'],
  ]),
  greenClasses: new Map([
    ['1', '节能降碳'],
    ['1.4', '先进装备'],
    ['1.4.1', '一种很少见的装备'],
  ]),
  sectionOf: () => 'C',
}

const request: FinancingRequest = {
  id: 'r'.repeat(24),
  key: 'secret-key',
  number: 'S2026-0007',
  enterpriseId: 'e'.repeat(24),
  enterpriseName: '天山棉纺厂',
  needId: 'n'.repeat(24),
  needVersion: 3,
  title: '天山厂二期扩建',
  channel: 'hall',
  amountFen: wan(786),
  termMonths: 33,
  products: [],
  excludedBanks: ['excluded-bank'],
  securities: [
    { kind: '房产', reference: '新（2026）石河子市不动产权第0001号', valueFen: wan(1234), pledgedFen: null },
    { kind: '房产', reference: '另一证', valueFen: null, pledgedFen: null },
  ],
  papers: [{ code: 'licence', evidenceIds: ['file-id'] }],
  consent: { scopes: ['profile'], until: '2027-01-01' },
  dimensions: {
    division: '第八师',
    industry: '1711',
    sizeClass: '小型',
    ownership: '民营',
    yearsInOperation: 7,
    greenCode: '1.4.1',
    purpose: '项目建设',
    firstLoan: true,
    investmentFen: wan(2345),
    energySavingTce: 678,
    carbonReductionT: 910,
  },
  catalogue: 'v1',
  recordHash: 'hash',
  snapshotHash: 'snap',
  holding: true,
  isSample: false,
  submittedAt: monday,
  by: 'account',
}

describe('a request in the hall', () => {
  it('keeps ranges, groups and kinds, and nothing else', () => {
    assert.deepEqual(anonymousRequestOf(request, names), {
      id: request.id,
      amountBand: 'a3',
      amount: '500 万至 1,000 万元',
      termBand: 't2',
      term: '1 至 3 年（含）',
      division: '第八师',
      section: 'C',
      industry: '制造业 / 纺织业',
      size: '小型',
      purpose: '项目建设',
      green: '节能降碳 / 先进装备',
      greenTop: '1',
      securities: '房产',
      submittedOn: '2026年11月23日',
      isSample: false,
    })
  })

  it('says what is not known, and tells it from what is known to be none', () => {
    const unknown = { ...request.dimensions, division: null, industry: null, greenCode: null, purpose: null }
    const open = anonymousRequestOf({ ...request, dimensions: unknown }, names)
    for (const text of [open.division, open.industry, open.green, open.purpose]) assert.equal(text, '未填写')
    const none = anonymousRequestOf(
      { ...request, securities: [], dimensions: { ...request.dimensions, greenCode: '', division: 'none' } },
      names,
    )
    assert.deepEqual(
      [none.green, none.division, none.securities, none.greenTop],
      ['不属于绿色目录', '兵团以外', '未提供担保', 'none'],
    )
  })
})

describe('the pages of the hall', () => {
  let test: TestApp
  before(async () => {
    test = await startApp({ now: () => monday })
  })
  after(() => test.close())

  it('name neither the enterprise nor anything of it, in no text, address, attribute or header', async () => {
    const title = '石河子北泉镇三号厂房改造'
    const who = await applicant(test, { title, amountFen: wan(4321) })
    const security = {
      kind: '房产',
      reference: '新石不动产权第 88997766 号',
      valueFen: wan(6789),
      pledgedFen: wan(5432),
    }
    const sent = { channel: 'hall', productIds: [], agreedBanks: [], amountFen: wan(87), termMonths: 11 } as const
    const made = await submitted(test, who, { ...sent, securities: [security] })
    const enterprise = await test.deps.enterprises.get('all', who.enterpriseId)
    const bankId = made.products[0]?.bankId ?? ''
    const { visitor } = await signedInAs(test, 'officer', { organisation: { kind: 'bank', id: bankId } })
    const secrets = [
      ...[enterprise.id, enterprise.name, enterprise.creditCode, title, made.number, made.needId, made.key],
      ...[made.recordHash, made.snapshotHash, who.email, who.accountId, who.fileId, '营业执照', '88997766'],
      ...['4321', '4,321', '6789', '6,789', '5432', '5,432', '87 万', '11 个月', '1711'],
    ]
    for (const address of ['/bank/hall', `/bank/hall/${made.id}`]) {
      const response = await visitor.get(address).expect(200)
      const told = `${response.text}\n${JSON.stringify(response.headers)}`
      for (const secret of secrets) assert.ok(!told.includes(secret), `${address} tells ${secret}`)
      const $ = loadPage(response.text)
      assert.match($('main').text(), /100 万元以下/)
    }
  })
})
