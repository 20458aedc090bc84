import assert from 'node:assert/strict'
import { checklistFor, documentsFor, mergeChecklists } from '../../src/applications/rules/checklist.js'
import type { Leaf, Product, Rule } from '@lueqiao/matching-engine'

const names = { industries: new Map(), greenClasses: new Map(), banks: new Map() }

const product = (criteria: Rule): Product => ({
  ...{ id: 'p', bank: 'b', name: '节能贷', category: '流动资金', isGreen: false, summary: '', purposes: ['流动资金'] },
  amount: { minWan: null, maxWan: null, basis: 'published' },
  term: { minMonths: null, maxMonths: null, basis: 'published' },
  rate: { minPct: null, maxPct: null, basis: 'published' },
  ...{ fees: [], repayment: [], guarantee: [], greenCodes: [], criteria },
  processingDays: { value: null, basis: 'published' },
  source: { title: '官网', url: null, asOf: null },
  confidence: 'published',
})

const leaf = (fact: string, basis: Leaf['basis'], value: Leaf['value'] = 1): Leaf => ({ fact, op: '>=', value, basis })
const revenue = (basis: Leaf['basis']) => leaf('enterprise.annualRevenueWan', basis)
const paperOf = (criteria: Rule, code: string) =>
  checklistFor(product(criteria), names).find((paper) => paper.code === code)

describe('the checklist of a product', () => {
  it('begins with the portal’s own list, of which the licence alone is required at once', () => {
    const base = checklistFor(null, names)
    assert.deepEqual(
      base.map(({ code, required }) => [code, required]),
      [
        ['licence', true],
        ['identity', false],
      ],
    )
    assert.ok(base.every(({ reason }) => reason.includes('平台建议')))
    assert.deepEqual(
      checklistFor(product({ all: [] }), names).map(({ code }) => code),
      ['licence', 'identity'],
    )
  })

  it('asks for the paper that proves what a condition is about, and says for which and on what basis', () => {
    const paper = paperOf({ all: [revenue('published')] }, 'statements')
    assert.equal(paper?.title, '上年度财务报表')
    assert.match(paper?.reason ?? '', /年营业收入.*公开条款/)
    assert.match(paperOf({ all: [revenue('illustrative')] }, 'statements')?.reason ?? '', /示例条款/)
    assert.equal(paperOf({ all: [leaf('enterprise.annualTaxWan', 'published')] }, 'tax')?.title, '纳税证明')
    assert.equal(paperOf({ all: [leaf('need.energySavingTce', 'published')] }, 'energy')?.title, '节能量测算报告')
  })

  it('requires at submission only what a published condition needs in any case', () => {
    assert.equal(paperOf({ all: [revenue('published')] }, 'statements')?.required, true)
    assert.equal(paperOf({ all: [revenue('illustrative')] }, 'statements')?.required, false, 'nobody published it')
    const oneWay: Rule = { all: [{ any: [revenue('published'), leaf('enterprise.patents', 'published')] }] }
    assert.equal(paperOf(oneWay, 'statements')?.required, false, 'there is another way')
    assert.equal(paperOf({ all: [leaf('enterprise.annualTaxWan', 'published')] }, 'tax')?.required, false, 'can follow')
  })

  it('looks behind a bound that is a multiple of another fact', () => {
    const limit = leaf('need.amountWan', 'published', { of: 'enterprise.annualTaxWan', times: 7 })
    assert.ok(paperOf({ all: [limit] }, 'tax'))
  })

  it('of several products is one list, required where one of them requires it', () => {
    const [strict, loose] = [product({ all: [revenue('published')] }), product({ all: [revenue('illustrative')] })]
    for (const order of [
      [strict, loose],
      [loose, strict],
    ]) {
      const list = mergeChecklists(order.map((one) => checklistFor(one, names)))
      assert.deepEqual(
        list.filter(({ code }) => code === 'statements').map(({ required }) => required),
        [true],
      )
    }
  })

  it('takes along the files that were put to each paper', () => {
    const documents = documentsFor(null, names, [{ code: 'licence', evidenceIds: ['file-1'] }])
    assert.deepEqual(
      documents.map(({ code, evidenceIds, checkedAt }) => [code, evidenceIds, checkedAt]),
      [
        ['licence', ['file-1'], null],
        ['identity', [], null],
      ],
    )
  })
})
