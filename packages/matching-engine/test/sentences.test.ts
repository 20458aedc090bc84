import assert from 'node:assert/strict'
import {
  compileCatalogue,
  describeCondition,
  explainLeaf,
  explainResult,
  FACTS,
  formatValue,
  formatWan,
  match,
  operatorsOf,
  shortBound,
} from '../src/index.js'
import type { Bound, FactValue, Facts, Leaf, Operator, Rule } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from './delivered.js'
import { randomFacts, randomNumbers, worldOf } from './random-world.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)

const leaf = (fact: string, op: Operator, value: Bound): Leaf => ({ fact, op, value, basis: 'published' })
const say = (rule: Leaf, facts: Facts) => explainLeaf(rule, facts, vocabulary).sentence

const RATIO = 'enterprise.debtRatioPct'
const YEARS = 'enterprise.yearsInOperation'
const UNKNOWN = '您尚未填写，补充后即可判定'

/** fact, operator, bound, then value and sentence for pass and for fail, then the demand that stands before 尚未填写. */
type Pinned = readonly [string, Operator, Bound, FactValue, string, FactValue, string, string]
const PINNED: readonly Pinned[] = [
  [RATIO, '<=', 75, 71.4, '资产负债率须不高于 75%，您是 71.4%，符合', 76.4, '资产负债率须不高于 75%，您是 76.4%，高 1.4 个百分点', '资产负债率须不高于 75%'],
  [RATIO, '>=', 20, 20, '资产负债率须不低于 20%，您是 20%，符合', 18.5, '资产负债率须不低于 20%，您是 18.5%，低 1.5 个百分点', '资产负债率须不低于 20%'],
  [RATIO, '>', 20, 21, '资产负债率须高于 20%，您是 21%，符合', 20, '资产负债率须高于 20%，您是 20%，恰好等于门槛，不符合', '资产负债率须高于 20%'],
  [RATIO, '<', 20, 19, '资产负债率须低于 20%，您是 19%，符合', 25, '资产负债率须低于 20%，您是 25%，高 5 个百分点', '资产负债率须低于 20%'],
  [RATIO, 'between', [20, 60], 30, '资产负债率须在 20%到 60%之间，您是 30%，符合', 61, '资产负债率须在 20%到 60%之间，您是 61%，高 1 个百分点', '资产负债率须在 20%到 60%之间'],
  [RATIO, '=', 50, 50, '资产负债率须等于 50%，您是 50%，符合', 51, '资产负债率须等于 50%，您是 51%，相差 1 个百分点', '资产负债率须等于 50%'],
  [RATIO, '!=', 50, 51, '资产负债率须不等于 50%，您是 51%，符合', 50, '资产负债率须不等于 50%，您是 50%，不符合', '资产负债率须不等于 50%'],
  [YEARS, '>=', 2, 3, '成立年限须不少于 2 年，您是 3 年，符合', 1, '成立年限须不少于 2 年，您是 1 年，少 1 年', '成立年限须不少于 2 年'],
  [YEARS, '<=', 5, 5, '成立年限须不超过 5 年，您是 5 年，符合', 8, '成立年限须不超过 5 年，您是 8 年，多 3 年', '成立年限须不超过 5 年'],
  [YEARS, '>', 2, 3, '成立年限须多于 2 年，您是 3 年，符合', 1, '成立年限须多于 2 年，您是 1 年，少 1 年', '成立年限须多于 2 年'],
  [YEARS, '<', 2, 1, '成立年限须少于 2 年，您是 1 年，符合', 2, '成立年限须少于 2 年，您是 2 年，恰好等于门槛，不符合', '成立年限须少于 2 年'],
  [YEARS, 'between', [2, 5], 2, '成立年限须在 2 年到 5 年之间，您是 2 年，符合', 1, '成立年限须在 2 年到 5 年之间，您是 1 年，少 1 年', '成立年限须在 2 年到 5 年之间'],
  [YEARS, 'in', [1, 2], 2, '成立年限须为 1 年或 2 年之一，您是 2 年，符合', 3, '成立年限须为 1 年或 2 年之一，您是 3 年，不在其中', '成立年限须为 1 年或 2 年之一'],
  [YEARS, 'notIn', [1, 2], 3, '成立年限须不为 1 年或 2 年，您是 3 年，符合', 1, '成立年限须不为 1 年或 2 年，您是 1 年，不符合', '成立年限须不为 1 年或 2 年'],
  ['enterprise.ownership', '=', '国有', '国有', '所有制须为国有，您是国有，符合', '民营', '所有制须为国有，您是民营，不符合', '所有制须为国有'],
  ['enterprise.ownership', '!=', '外资', '国有', '所有制不能为外资，您是国有，符合', '外资', '所有制不能为外资，您是外资，不符合', '所有制不能为外资'],
  ['enterprise.taxGrade', 'in', ['A', 'B'], 'B', '纳税信用等级须为 A 级或 B 级，您是 B 级，符合', 'M', '纳税信用等级须为 A 级或 B 级，您是 M 级，不符合', '纳税信用等级须为 A 级或 B 级'],
  ['enterprise.environmentRating', 'notIn', ['红', '黑'], '蓝', '环保信用评价不能为红或黑，您是蓝，符合', '黑', '环保信用评价不能为红或黑，您是黑，不符合', '环保信用评价不能为红或黑'],
  ['enterprise.division', '!=', 'none', '第八师', '须在兵团各师注册，您是第八师，符合', 'none', '须在兵团各师注册，您是兵团以外，不符合', '须在兵团各师注册'],
  ['enterprise.industry', 'prefixIn', ['4415', '4416'], '4416', '所属行业须属于风力发电或太阳能发电，您填写的是太阳能发电（4416），符合', '1373', '所属行业须属于风力发电或太阳能发电，您填写的是水果和坚果加工（1373），不符合', '所属行业须属于风力发电或太阳能发电'],
  ['need.greenCode', 'prefixIn', ['4.2.2'], '4.2.2', '绿色类别须属于太阳能利用设施建设和运营，您填写的是太阳能利用设施建设和运营（4.2.2），符合', '', '绿色类别须属于太阳能利用设施建设和运营，您填写的是不属于绿色项目，不符合', '绿色类别须属于太阳能利用设施建设和运营'],
  ['need.securities', 'hasAny', ['房产', '土地'], ['土地'], '可提供的担保须含房产或土地，您有土地，符合', [], '可提供的担保须含房产或土地，您一项也没有，不符合', '可提供的担保须含房产或土地'],
  ['need.approvals', 'hasAll', ['立项', '环评'], ['立项', '环评'], '项目手续须齐备立项和环评，您都有，符合', ['立项'], '项目手续须齐备立项和环评，您有立项，还缺环评', '项目手续须齐备立项和环评'],
  ['enterprise.titles', 'hasNone', ['单项冠军'], [], '资质称号不能含单项冠军，您没有，符合', ['单项冠军'], '资质称号不能含单项冠军，您有单项冠军，不符合', '资质称号不能含单项冠军'],
  ['enterprise.dishonest', '=', false, false, '不能被列为失信被执行人，您没有被列为失信被执行人，符合', true, '不能被列为失信被执行人，您被列为失信被执行人，不符合', '不能被列为失信被执行人'],
  ['enterprise.carbonMarket', '!=', false, true, '须持有碳排放配额，您持有碳排放配额，符合', false, '须持有碳排放配额，您没有碳排放配额，不符合', '须持有碳排放配额'],
] // prettier-ignore

describe('The sentence of a condition', () => {
  for (const [fact, op, bound, good, pass, bad, fail, demand] of PINNED) {
    it(`is pinned for ${op} on ${fact}: ${demand}`, () => {
      const rule = leaf(fact, op, bound)
      assert.equal(say(rule, { [fact]: good }), pass)
      assert.equal(say(rule, { [fact]: bad }), fail)
      assert.equal(say(rule, {}), `${demand}，${UNKNOWN}`)
    })
  }

  it('works a relative bound out and names the fact that is missing', () => {
    const rule = leaf('need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 })
    const tax = { 'enterprise.annualTaxWan': 45 }
    assert.equal(
      say(rule, { ...tax, 'need.amountWan': 500 }),
      '贷款金额须不超过年纳税额的 7 倍（45 万元 × 7 = 315 万元），您是 500 万元，多 185 万元',
    )
    assert.match(say(rule, { ...tax, 'need.amountWan': 300 }), /您是 300 万元，符合$/)
    assert.equal(
      say(rule, { 'need.amountWan': 300 }),
      '贷款金额须不超过年纳税额的 7 倍，年纳税额尚未填写，补充后即可判定',
    )
    assert.equal(say(rule, {}), '贷款金额须不超过年纳税额的 7 倍，贷款金额和年纳税额尚未填写，补充后即可判定')
    const share = leaf('enterprise.loanBalanceWan', '>', { of: 'enterprise.annualRevenueWan', times: 0.5 })
    assert.equal(describeCondition(share, vocabulary), '银行贷款余额多于年营业收入的 50%')
  })

  it('exists for every operator a fact allows, in every state, without a placeholder left over', () => {
    const random = randomNumbers(31)
    const world = worldOf(catalogue, vocabulary)
    for (const spec of FACTS) {
      for (const op of operatorsOf(spec)) {
        const values = (world.values.get(spec.name) ?? []).flat().slice(0, 2) as string[]
        const lists = ['between', 'in', 'notIn', 'prefixIn', 'hasAny', 'hasAll', 'hasNone']
        const rule = leaf(spec.name, op, lists.includes(op) ? values : (values[0] ?? ''))
        const texts = [describeCondition(rule, vocabulary), shortBound(rule, vocabulary), say(rule, {})]
        for (let i = 0; i < 8; i += 1) texts.push(say(rule, randomFacts(world, random)))
        for (const text of texts)
          assert.ok(text !== '' && !/[{}]|undefined|NaN/.test(text), `${spec.name} ${op}: ${text}`)
      }
    }
  })

  it('shows the first names of a long list of codes and how many there are', () => {
    const rule = leaf('enterprise.industry', 'prefixIn', ['4415', '4416', '4417', '4419', '4420'])
    assert.equal(describeCondition(rule, vocabulary), '所属行业属于风力发电、太阳能发电、生物质能发电等 5 类')
  })
})

describe('The threshold and the value of a table', () => {
  it('are short', () => {
    const shown: readonly (readonly [string, Operator, Bound, string])[] = [
      [RATIO, '<=', 75, '≤ 75%'],
      ['need.amountWan', '>=', 380000, '≥ 38 亿元'],
      ['enterprise.legalRepAge', 'between', [18, 65], '18 – 65 周岁'],
      ['enterprise.taxGrade', 'notIn', ['D'], '不是D 级'],
      ['need.securities', 'hasAny', ['房产', '土地'], '任一：房产、土地'],
      ['need.approvals', 'hasAll', ['立项', '环评'], '齐备：立项、环评'],
      ['enterprise.dishonest', '=', false, '没有'],
      ['need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 }, '≤ 年纳税额 × 7'],
    ]
    for (const [fact, op, value, text] of shown) assert.equal(shortBound(leaf(fact, op, value), vocabulary), text)
  })

  it('write amounts with separators and from ten thousand on in 亿元 where that is exact', () => {
    const amounts: readonly (readonly [number, string])[] = [
      [3000, '3,000 万元'], [10000, '1 亿元'], [38000, '3.8 亿元'], [494400, '49.44 亿元'], [12345.678, '12,345.678 万元'],
      [1.2, '1.2 万元'], [-20, '-20 万元'], [0, '0 万元'],
    ] // prettier-ignore
    for (const [wan, text] of amounts) assert.equal(formatWan(wan), text)
  })

  it('say 未填写 for what is not known and 没有 for an empty set', () => {
    assert.equal(formatValue(RATIO, null, vocabulary), '未填写')
    assert.equal(formatValue('need.securities', [], vocabulary), '没有')
    assert.equal(formatValue('enterprise.accountBanks', ['abc'], vocabulary), '中国农业银行')
    assert.equal(formatValue('enterprise.division', 'none', vocabulary), '兵团以外')
    assert.equal(formatValue('need.carbonReductionT', 4200000, vocabulary), '4,200,000 吨二氧化碳')
  })
})

describe('A group of routes', () => {
  const routes: Rule = {
    any: [
      { all: [leaf('need.securities', 'hasAny', ['房产']), leaf('need.securityValueWan', '>=', 100)] },
      leaf('enterprise.patents', '>=', 1),
      { not: leaf('enterprise.ownership', '=', '民营') },
    ],
  }
  const [first] = catalogue.products
  const product = { ...first, criteria: { all: [routes] } } as (typeof catalogue.products)[0]
  const compiled = compileCatalogue({ ...catalogue, products: [product] }, vocabulary, deliveredSizeBands())
  const explained = (facts: Facts) => {
    const matched = match(compiled, facts, { asOf: '2026-11-22' })
    const [result] = matched.results
    assert.ok(result)
    const group = explainResult(compiled, matched, result).all.at(-1)
    assert.ok(group && 'any' in group)
    return group
  }
  const none = {
    'need.securities': [],
    'need.securityValueWan': 0,
    'enterprise.patents': 0,
    'enterprise.ownership': '民营',
  }

  it('is explained route by route and names the one that lacks least', () => {
    const failing = explained(none)
    assert.equal(failing.any.length, 3)
    assert.equal(failing.nearest, 1)
    assert.equal(failing.sentence, '须满足以下任一，目前都不满足；最接近的是：有效专利不少于 1 件')
    const secured = explained({ ...none, 'need.securities': ['房产'], 'need.securityValueWan': 100 })
    assert.equal(secured.sentence, '满足以下任一即可，您已满足：可提供的担保含房产，且担保物价值不少于 100 万元')
  })

  it('prefers a route that waits for an answer to one that fails', () => {
    const open = explained({ 'enterprise.patents': 0, 'enterprise.ownership': '民营' })
    assert.equal(open.state, 'unknown')
    assert.equal(open.nearest, 0)
    assert.ok(!open.sentence.includes('不满足'))
  })

  it('reads as one sentence on a product page', () => {
    assert.equal(
      describeCondition(routes, vocabulary),
      '以下任一：可提供的担保含房产，且担保物价值不少于 100 万元；有效专利不少于 1 件；不属于以下情形：所有制为民营',
    )
  })
})
