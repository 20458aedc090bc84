import assert from 'node:assert/strict'
import { conditionViews, type ConditionView } from '../../src/catalogue/pages/product-terms.views.js'
import { productsWithSimilarId, productView } from '../../src/catalogue/pages/product.views.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { leavesOf, type Rule } from '@lueqiao/matching-engine'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('a product as a page', () => {
  let snapshot: CatalogueSnapshot
  before(async () => {
    snapshot = await shippedSnapshot()
  })

  const view = (id: string) => {
    const product = snapshot.products.get(id)
    assert.ok(product, id)
    return productView(snapshot, product)
  }
  const term = (id: string, label: string) => view(id).terms.find((one) => one.label === label)

  it('says where only the name is public that the institution is an illustration', () => {
    const { institution, institutionHref, badge } = view('huiruyi-lvsedai')
    assert.equal(institution, '所属机构未公布（目录中暂列中国农业银行名下，仅为示意）')
    assert.equal(institutionHref, null)
    assert.equal(badge.words, '示例条款')
  })

  it('writes 未公布 for what is not known, never nothing and never 0', () => {
    assert.deepEqual(
      [term('psbc-fengdian-dai', '年利率')?.text, term('psbc-fengdian-dai', '年利率')?.badge?.words],
      [null, '未公布'],
    )
    for (const product of snapshot.products.values()) {
      for (const { label, text } of productView(snapshot, product).terms) {
        assert.ok(text === null || (text !== '' && !/^0(\D|$)/.test(text)), `${product.id} ${label}: ${text}`)
      }
    }
  })

  it('keeps what the source says of a rate that has no figure', () => {
    assert.match(term('psbc-fengdian-dai', '年利率')?.remark ?? '', /低于LPR/)
  })

  it('shows every single condition of every product once, as a sentence with its badge', () => {
    const sentences = (views: readonly ConditionView[]): readonly ConditionView[] =>
      views.flatMap((one) => (one.kind === 'group' ? sentences(one.children) : [one]))
    for (const product of snapshot.products.values()) {
      const leaves = leavesOf(product.criteria)
      const shown = sentences(conditionViews(product.criteria, snapshot.vocabulary))
      assert.equal(shown.length, leaves.length, product.id)
      shown.forEach((one, place) => {
        assert.ok(one.kind === 'sentence' && /\p{Script=Han}/u.test(one.text))
        assert.equal(one.badge.words, leaves[place]?.basis === 'published' ? '公开条款' : '示例条款')
        assert.equal(one.note, leaves[place]?.note ?? null)
      })
    }
  })

  it('keeps groups as lists that say how many of them have to hold', () => {
    const leaf = (grade: string): Rule => ({ fact: 'enterprise.taxGrade', op: '=', value: grade, basis: 'published' })
    const rule: Rule = {
      all: [{ any: [leaf('A'), { all: [leaf('B'), leaf('M')] }] }, { not: { any: [leaf('C'), leaf('D')] } }],
    }
    const [any, not] = conditionViews(rule, snapshot.vocabulary)
    assert.ok(any?.kind === 'group' && not?.kind === 'group')
    assert.deepEqual([any.words, not.words], ['以下任一项', '不属于以下情形'])
    assert.deepEqual(
      any.children.map((child) => (child.kind === 'group' ? child.words : child.kind)),
      ['sentence', '以下各项都要满足'],
    )
    assert.equal(not.children.length, 2)
  })

  it('keeps what is excluded together as one case apart from what is excluded singly', () => {
    const leaf = (grade: string): Rule => ({ fact: 'enterprise.taxGrade', op: '=', value: grade, basis: 'published' })
    const [both] = conditionViews({ not: { all: [leaf('C'), leaf('D')] } }, snapshot.vocabulary)
    assert.ok(both?.kind === 'group')
    const [inner] = both.children
    assert.ok(inner?.kind === 'group')
    assert.equal(inner.words, '以下各项都要满足')
  })

  it('shows fees with their payer', () => {
    const fee = view('cib-ccer-kaifa').fees[0]
    assert.deepEqual([fee?.name, fee?.amount, fee?.payer], ['碳汇监测评估费', '融资金额的 0.5%', '企业承担'])
  })

  it('suggests products of the same bank for a wrong address', () => {
    const near = productsWithSimilarId(snapshot, 'psbc-gone')
    assert.equal(near.length, 5)
    assert.ok(near.every((one) => one.href.startsWith('/products/psbc-')))
    assert.deepEqual(productsWithSimilarId(snapshot, '<script>'), [])
  })
})
