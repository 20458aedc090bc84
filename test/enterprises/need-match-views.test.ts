import assert from 'node:assert/strict'
import type { CatalogueSnapshot } from '../../src/catalogue/index.js'
import type { ProductChange } from '../../src/enterprises/index.js'
import { changeRows } from '../../src/enterprises/pages/need-match.views.js'

const snapshot = {
  products: new Map([['p', { name: '科捷贷' }]]),
  vocabulary: { industries: new Map(), greenClasses: new Map(), banks: new Map() },
} as unknown as CatalogueSnapshot

const change = (
  kind: ProductChange['kind'],
  before: ProductChange['before'],
  after: ProductChange['after'],
): ProductChange => ({
  product: 'p',
  kind,
  before,
  after,
  reasons: [],
})
const rowsOf = (products: readonly ProductChange[]) =>
  changeRows({ catalogueChanged: false, facts: [], products }, null, snapshot)

describe('the words for what changed since the last match', () => {
  it('puts what opened and closed first, and tells a fit that was lost from one that never was', () => {
    const { parts } = rowsOf([
      change('reopened', 'ineligible', 'needs_information'),
      change('closed', 'needs_information', 'ineligible'),
      change('closed', 'eligible', 'ineligible'),
      change('opened', 'needs_information', 'eligible'),
    ])
    assert.deepEqual(
      parts[0]?.map(({ word, from, to, state }) => [word, from, to, state]),
      [
        ['新符合', '待补充', '符合', 'pass'],
        ['不再符合', '符合', '不符合', 'fail'],
        ['转为不符合', '待补充', '不符合', 'fail'],
        ['转为待补充', '不符合', '待补充', 'unknown'],
      ],
    )
  })

  it('folds what comes after the first six', () => {
    const { total, parts } = rowsOf(Array.from({ length: 9 }, () => change('opened', 'ineligible', 'eligible')))
    assert.deepEqual([total, parts.map((part) => part.length)], [9, [6, 3]])
    assert.deepEqual(rowsOf([]).parts, [])
  })

  it('says of a condition that the bank changed that the bank changed it', () => {
    const reason = {
      kind: 'condition_added',
      fact: 'need.amountWan',
      after: 'fail',
      sentence: '贷款金额须不超过 100 万元',
    } as const
    const { parts } = rowsOf([{ ...change('closed', 'eligible', 'ineligible'), reasons: [reason] }])
    assert.deepEqual(parts[0]?.[0]?.reasons, ['银行新设或改了条件：贷款金额须不超过 100 万元'])
  })

  it('says in values, with unknown as 未填写, which facts changed', () => {
    const facts = [{ fact: 'need.amountWan', before: null, after: 30_000 }]
    const rows = changeRows({ catalogueChanged: true, facts, products: [] }, null, snapshot)
    assert.deepEqual(rows.facts, [{ label: '贷款金额', before: '未填写', after: '3 亿元' }])
  })
})
