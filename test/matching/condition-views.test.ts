import assert from 'node:assert/strict'
import { conditionRows, missingFacts } from '../../src/matching/pages/condition.views.js'
import {
  buildRecord,
  compileCatalogue,
  type Facts,
  type Node,
  type Product,
  type Rule,
  type Vocabulary,
} from '@lueqiao/matching-engine'

const names: Vocabulary = {
  industries: new Map([['1353', '肉制品及副产品加工']]),
  greenClasses: new Map(),
  banks: new Map(),
}
const leaf = (fact: string, op: string, value: unknown, basis = 'published') =>
  ({ fact, op, value, basis }) as unknown as Rule

/** The conditions of a product with these criteria as a record has them. */
function conditionsFor(criteria: Rule, facts: Facts): readonly Node[] {
  const product: Product = {
    id: 'p', bank: 'b', name: '产品', category: '贷款', isGreen: false, summary: '',
    amount: { minWan: null, maxWan: null, basis: 'published' },
    term: { minMonths: null, maxMonths: null, basis: 'published' },
    rate: { minPct: null, maxPct: null, basis: 'published' },
    fees: [], repayment: [], guarantee: [], processingDays: { value: null, basis: 'published' },
    purposes: ['流动资金'], greenCodes: [], criteria,
    source: { title: '', url: '', asOf: null }, confidence: 'published',
  } // prettier-ignore
  const compiled = compileCatalogue({ version: 'v', asOf: '2026-11-22', banks: [], products: [product] }, names)
  const [result] = buildRecord(compiled, facts, { asOf: '2026-11-22', sizeBands: [] }).results
  assert.ok(result)
  return result.conditions
}

const rowsFor = (criteria: Rule, facts: Facts) =>
  conditionRows(conditionsFor(criteria, { 'need.purpose': '流动资金', ...facts }), names).slice(0, -1)

describe('table of conditions', () => {
  it('says the state, the condition, the value, how far it is off, the bound, the source and the basis', () => {
    const [row] = rowsFor(
      { all: [leaf('enterprise.debtRatioPct', '<=', 70, 'illustrative')] },
      { 'enterprise.debtRatioPct': 71.4 },
    )
    assert.deepEqual(row, {
      state: 'fail', mark: 'no', word: '不符合', route: '', text: '资产负债率不高于 70%', actual: '71.4%',
      difference: '高 1.4 个百分点', bound: '≤ 70%', source: '自报', basis: 'illustrative', note: '',
    }) // prettier-ignore
  })

  it('shows what fails first, then what is missing, then what is met', () => {
    const criteria = {
      all: [
        leaf('enterprise.patents', '>=', 1),
        leaf('enterprise.dishonest', '=', false),
        leaf('enterprise.taxGrade', 'in', ['A']),
      ],
    }
    const rows = rowsFor(criteria, { 'enterprise.patents': 3, 'enterprise.taxGrade': 'D' })
    assert.deepEqual(
      rows.map((row) => row.state),
      ['fail', 'unknown', 'pass'],
    )
  })

  it('never shows a condition without an answer as failed, blank or zero', () => {
    const criteria = {
      all: [
        leaf('enterprise.annualTaxWan', '>=', 5),
        leaf('enterprise.titles', 'hasAny', ['单项冠军']),
        leaf('enterprise.overdueNow', '=', false),
      ],
    }
    for (const row of rowsFor(criteria, {})) {
      assert.equal(row.word, '待补充')
      assert.equal(row.actual, '未填写')
      assert.equal(row.source, '未填写')
      assert.match(row.difference, /补充后即可判定/)
    }
  })

  it('lists the routes of an `any` one by one and names the nearest, which no longer matters once one is met', () => {
    const criteria = {
      all: [
        {
          any: [
            leaf('enterprise.patents', '>=', 3),
            { all: [leaf('enterprise.rdRatioPct', '>=', 3), leaf('enterprise.taxGrade', '=', 'A')] },
          ],
        },
      ],
    }
    const failing = rowsFor(criteria, {
      'enterprise.patents': 1,
      'enterprise.rdRatioPct': 0,
      'enterprise.taxGrade': 'B',
    })
    assert.deepEqual(
      failing.map((row) => [row.route, row.word]),
      [
        ['', '不符合'],
        ['1（最接近）：', '未满足'],
        ['2：', '未满足'],
        ['2.1：', '未满足'],
        ['2.2：', '未满足'],
      ],
    )
    assert.equal(failing[0]?.bound, '任一满足')
    const met = rowsFor(criteria, { 'enterprise.patents': 3, 'enterprise.rdRatioPct': 0, 'enterprise.taxGrade': 'B' })
    assert.equal(met[0]?.word, '符合')
    assert.ok(met.every((row) => !row.route.includes('最接近')))
  })

  it('says of a group whether its parts are public, illustrative or both', () => {
    const group = (basis: string) => ({
      all: [{ any: [leaf('enterprise.patents', '>=', 1), leaf('enterprise.rdRatioPct', '>=', 3, basis)] }],
    })
    assert.equal(rowsFor(group('published'), {})[0]?.basis, 'published')
    assert.equal(rowsFor(group('illustrative'), {})[0]?.basis, 'both')
  })

  it('names as missing only what is asked by conditions that are open, the base of a relative bound included', () => {
    const criteria = {
      all: [
        leaf('need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 }),
        { any: [leaf('enterprise.patents', '>=', 1), leaf('enterprise.rdRatioPct', '>=', 3)] },
        leaf('enterprise.dishonest', '=', false),
      ],
    } as Rule
    const facts = { 'need.purpose': '流动资金', 'need.amountWan': 300, 'enterprise.patents': 2 }
    assert.deepEqual(missingFacts(conditionsFor(criteria, facts), facts), [
      'enterprise.annualTaxWan',
      'enterprise.dishonest',
    ])
  })
})
