import assert from 'node:assert/strict'
import { validateProduct, validateRule } from '../src/index.js'
import { deliveredCatalogue, deliveredVocabulary } from './delivered.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const leaf = { fact: 'enterprise.patents', op: '>=', value: 1, basis: 'published' }
const places = (rule: unknown) => validateRule(rule, 'criteria', vocabulary).map(({ path }) => path)

/** The first product of the catalogue with one part set, addressed by its place. */
function productFaults(place: readonly (string | number)[], value: unknown): readonly string[] {
  const copy = JSON.parse(JSON.stringify(catalogue.products[0])) as Record<string, unknown>
  let at: Record<string | number, unknown> = copy
  for (const key of place.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  at[place.at(-1) ?? ''] = value
  return validateProduct(copy, 'products[0]', vocabulary).map(({ path }) => path)
}

describe('Checking a rule', () => {
  it('finds nothing in the catalogue as delivered', () => {
    catalogue.products.forEach((product, i) => {
      assert.deepEqual(validateProduct(product, `products[${i}]`, vocabulary), [])
    })
  })

  it('names the place of every fault at once', () => {
    const rule = {
      all: [
        { ...leaf, fact: 'enterprise.colour' },
        {
          any: [
            { ...leaf, op: 'hasAny' },
            { ...leaf, value: '1' },
          ],
        },
        { not: { ...leaf, basis: 'guess' } },
        { ...leaf, weight: 2 },
      ],
    }
    assert.deepEqual(places(rule), [
      'criteria.all[0].fact',
      'criteria.all[1].any[0].op',
      'criteria.all[1].any[1].value',
      'criteria.all[2].not.basis',
      'criteria.all[3].weight',
    ])
  })

  it('refuses an operator that does not fit the fact', () => {
    const wrong: readonly (readonly [string, string, unknown])[] = [
      ['enterprise.dishonest', '>=', true],
      ['enterprise.taxGrade', '>=', 'B'],
      ['need.securities', 'in', ['房产']],
      ['enterprise.industry', 'between', ['1373', '1374']],
      ['enterprise.patents', 'prefixIn', [1]],
      ['enterprise.patents', '≥', 1],
    ]
    for (const [fact, op, value] of wrong) assert.deepEqual(places({ ...leaf, fact, op, value }), ['criteria.op'])
  })

  it('refuses bounds that are no values of the fact', () => {
    const wrong: readonly (readonly [string, string, unknown, string])[] = [
      ['enterprise.taxGrade', 'in', ['A', 'E'], 'criteria.value[1]'],
      ['enterprise.taxGrade', 'in', [], 'criteria.value'],
      ['enterprise.taxGrade', 'in', 'A', 'criteria.value'],
      ['enterprise.patents', '>=', null, 'criteria.value'],
      ['enterprise.patents', 'between', [5, 1], 'criteria.value'],
      ['enterprise.patents', 'between', [5], 'criteria.value'],
      ['enterprise.industry', 'prefixIn', ['C'], 'criteria.value[0]'],
      ['enterprise.industry', 'prefixIn', ['4499'], 'criteria.value[0]'],
      ['need.greenCode', 'prefixIn', ['4.2.99'], 'criteria.value[0]'],
      ['enterprise.accountBanks', 'hasAny', ['nobank'], 'criteria.value[0]'],
      ['enterprise.dishonest', '=', 'false', 'criteria.value'],
      ['need.amountWan', '<=', { of: 'enterprise.taxGrade', times: 1 }, 'criteria.value.of'],
      ['need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: -1 }, 'criteria.value.times'],
      ['need.amountWan', 'between', { of: 'enterprise.annualTaxWan', times: 1 }, 'criteria.value'],
    ]
    for (const [fact, op, value, place] of wrong)
      assert.deepEqual(places({ ...leaf, fact, op, value }), [place], `${fact} ${op}`)
  })

  it('refuses empty groups, deep nesting and endless lists of conditions', () => {
    assert.deepEqual(places({ all: [] }), ['criteria.all'])
    assert.deepEqual(places({ any: leaf }), ['criteria.any'])
    assert.deepEqual(places({ all: [leaf], any: [leaf] }), ['criteria.any'])
    assert.deepEqual(places([leaf]), ['criteria'])
    let deep: unknown = leaf
    for (let i = 0; i < 7; i += 1) deep = { not: deep }
    assert.deepEqual(places(deep), [])
    assert.equal(places({ not: deep }).length, 1)
    assert.deepEqual(places({ all: Array(200).fill(leaf) }), [])
    assert.deepEqual(places({ all: Array(201).fill(leaf) }), ['criteria'])
  })
})

describe('Checking a product', () => {
  it('names the place of each wrong part', () => {
    const wrong: readonly (readonly [readonly (string | number)[], unknown, string])[] = [
      [['id'], 'Bad Id', 'id'],
      [['bank'], 'nobank', 'bank'],
      [['name'], '', 'name'],
      [['isGreen'], 'yes', 'isGreen'],
      [['amount', 'maxWan'], -1, 'amount.maxWan'],
      [['amount', 'maxWan'], '300', 'amount.maxWan'],
      [['amount', 'minWan'], 301, 'amount'],
      [['amount', 'maxWan'], 0, 'amount.maxWan'],
      [['amount', 'minWan'], 0, 'amount.minWan'],
      [['amount', 'limit', 0, 'of'], 'enterprise.taxGrade', 'amount.limit[0].of'],
      [['term', 'maxMonths'], 12.5, 'term.maxMonths'],
      [['rate', 'minPct'], 9, 'rate'],
      [['rate', 'extra'], 1, 'rate.extra'],
      [['fees'], [{ name: '费', payer: '企业', basis: 'published' }], 'fees[0]'],
      [['repayment'], ['分期'], 'repayment[0]'],
      [['guarantee'], [], 'guarantee'],
      [['processingDays', 'value'], 1.5, 'processingDays.value'],
      [['purposes'], [], 'purposes'],
      [['greenCodes'], ['9.99'], 'greenCodes[0]'],
      [['criteria', 'all', 2, 'value'], 'x', 'criteria.all[2].value'],
      [['source', 'url'], 'javascript:alert(1)', 'source.url'],
      [['source', 'asOf'], '2026-99-99', 'source.asOf'],
      [['source', 'asOf'], '2026-02-30', 'source.asOf'],
      [['source', 'asOf'], '2026-13', 'source.asOf'],
      [['source', 'asOf'], '0000', 'source.asOf'],
      [['source', 'asOf'], 2026, 'source.asOf'],
      [['confidence'], 'sure', 'confidence'],
      [['surprise'], 1, 'surprise'],
    ]
    for (const [place, value, path] of wrong) assert.deepEqual(productFaults(place, value), [`products[0].${path}`])
  })

  it('takes null for a number that is not published', () => {
    assert.deepEqual(productFaults(['amount', 'maxWan'], null), [])
    assert.deepEqual(productFaults(['rate', 'minPct'], null), [])
    assert.deepEqual(productFaults(['processingDays', 'value'], null), [])
  })

  it('takes a fee of an amount that is not published, as one of percent and 万元', () => {
    const fee = (terms: object) =>
      productFaults(['fees'], [{ name: '担保费', payer: '企业', basis: 'published', ...terms }])
    for (const terms of [{ pct: null }, { wan: null }, { pct: 0 }, { wan: 1.5 }]) assert.deepEqual(fee(terms), [])
    for (const terms of [{}, { pct: null, wan: null }, { pct: 1, wan: null }]) {
      assert.deepEqual(fee(terms), ['products[0].fees[0]'])
    }
    assert.deepEqual(fee({ pct: '1' }), ['products[0].fees[0].pct'])
    assert.deepEqual(fee({ pct: undefined }), ['products[0].fees[0].pct'])
  })

  it('says that an amount has to be above 0', () => {
    const [product] = catalogue.products
    const none = { ...product, amount: { ...product?.amount, maxWan: 0, minWan: null } }
    assert.match(validateProduct(none, 'p', vocabulary)[0]?.message ?? '', /^应为大于 0、/)
  })

  it('takes a source of a day, a month, a year or no date', () => {
    for (const asOf of ['2024-02-29', '2026-11', '2022', null]) {
      assert.deepEqual(productFaults(['source', 'asOf'], asOf), [])
    }
  })

  it('is not brought down by anything that is no product', () => {
    for (const input of [null, 1, 'x', [], {}]) assert.ok(validateProduct(input, 'products[0]', vocabulary).length > 0)
  })
})
