import assert from 'node:assert/strict'
import { parseFacts, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { readProfileForm, fieldId } from '../../src/matching/pages/profile.form.js'
import { typedProfile } from '../../src/matching/pages/profile.views.js'
import type { Reference } from '../../src/reference/index.js'
import { profileFields, sampleFacts } from '../journeys/answering.js'
import { shippedReference } from '../reference/tables.js'

describe('form with all questions', () => {
  let reference: Reference
  let names: Vocabulary
  before(async () => {
    reference = await shippedReference()
    names = reference.vocabulary(['cdb', 'abc', 'icbc'].map((id) => ({ id, name: id })))
  })
  const read = (body: Record<string, string | readonly string[]>) => readProfileForm(body, reference, names)
  const factsIn = (body: Record<string, string | readonly string[]>): Facts | null => {
    const form = read(body)
    return form.ok ? form.facts : null
  }
  const canonical = (facts: Facts) => {
    const parsed = parseFacts(facts, names)
    assert.ok(parsed.ok)
    return parsed.facts
  }
  const faultsIn = (body: Record<string, string | readonly string[]>) => {
    const form = read(body)
    return form.ok ? [] : form.faults.map((fault) => fault.field)
  }

  it('gives back every sample profile, all kinds of facts included', () => {
    for (const id of ['agro-processor-8th-division', 'solar-4.6GW', 'micro-firm']) {
      assert.deepEqual(factsIn(profileFields(sampleFacts(id))), canonical(sampleFacts(id)), id)
    }
  })

  it('reads what it shows: a stored profile stands in the fields as it was typed', () => {
    const facts = sampleFacts('solar-4.6GW')
    const shown = Object.fromEntries(typedProfile(facts)) as Record<string, string | readonly string[]>
    assert.deepEqual(factsIn(shown), canonical(facts))
  })

  it('takes an empty field for not given, never for zero, no or none', () => {
    const empty = Object.fromEntries(Object.keys(profileFields(sampleFacts('solar-4.6GW'))).map((name) => [name, '']))
    assert.deepEqual(
      factsIn(without(empty, ['need.securities', 'need.approvals', 'enterprise.titles', 'enterprise.accountBanks'])),
      {},
    )
    assert.deepEqual(factsIn({}), {})
  })

  it('tells not given, none and some apart for sets and for the green class', () => {
    assert.deepEqual(factsIn({ 'need.securities.state': 'none' }), { 'need.securities': [] })
    assert.deepEqual(factsIn({ 'need.securities': '房产' }), { 'need.securities': ['房产'] })
    assert.deepEqual(faultsIn({ 'need.securities.state': 'some' }), [fieldId('need.securities')])
    assert.deepEqual(faultsIn({ 'need.securities.state': 'none', 'need.securities': '房产' }), [
      fieldId('need.securities'),
    ])
    assert.deepEqual(factsIn({ 'need.greenCode.state': 'none' }), { 'need.greenCode': '' })
    assert.deepEqual(factsIn({ 'need.greenCode': '４.２.２' }), { 'need.greenCode': '4.2.2' })
    assert.deepEqual(faultsIn({ 'need.greenCode.state': 'none', 'need.greenCode': '4.2' }), [fieldId('need.greenCode')])
    assert.deepEqual(faultsIn({ 'need.greenCode.state': 'some' }), [fieldId('need.greenCode')])
  })

  it('knows an industry by code, by name or by both, and offers near names when it knows none', () => {
    const [name] = reference.industries.search('1353').map((hit) => hit.name)
    for (const written of ['1353', '１３５３', `1353 ${name}`, name ?? '']) {
      assert.deepEqual(factsIn({ 'enterprise.industry': written }), { 'enterprise.industry': '1353' }, written)
    }
    const form = read({ 'enterprise.industry': '肉制品' })
    assert.match(form.ok ? '' : (form.faults[0]?.message ?? ''), /1353/)
  })

  it('lists the faults of all fields and keeps what was typed', () => {
    const form = read({
      'need.amountWan': '-1',
      'need.termMonths': 'x',
      'need.purpose': '赌博',
      'enterprise.patents': '3',
    })
    assert.ok(!form.ok)
    assert.deepEqual(
      form.faults.map((fault) => fault.field),
      ['need.amountWan', 'need.termMonths', 'need.purpose'].map(fieldId),
    )
    assert.equal(form.typed.get('enterprise.patents'), '3')
  })

  it('takes no field that the page does not have', () => {
    for (const stray of ['$where', 'constructor', '__proto__.x', 'need.amountWan[$gt]', 'need']) {
      assert.deepEqual(faultsIn({ [stray]: '1' }), [''], stray)
    }
    assert.deepEqual(faultsIn({ then: 'elsewhere' }), [''])
    assert.deepEqual(faultsIn({ 'need.amountWan': ['1', '2'] }), [fieldId('need.amountWan')])
    assert.deepEqual(faultsIn({ 'need.securities.state': 'all' }), [fieldId('need.securities')])
    assert.deepEqual(faultsIn({ 'need.securities': Array.from({ length: 101 }, () => '房产') }), [
      fieldId('need.securities'),
    ])
  })

  it('keeps everything typed when one value is too long, says so by its label, and lists the other faults too', () => {
    const long = '肉'.repeat(201)
    const form = read({
      'need.amountWan': '-1',
      'enterprise.industry': long,
      'enterprise.patents': '3',
      'need.securities': ['房产', '设备'],
    })
    assert.ok(!form.ok)
    assert.deepEqual(
      form.faults.map(({ field }) => field),
      ['need.amountWan', 'enterprise.industry'].map(fieldId),
    )
    assert.match(form.faults[1]?.message ?? '', /^[^a-z]*：内容太长，最多 200 个字/)
    assert.equal(form.typed.get('enterprise.industry'), long)
    assert.equal(form.typed.get('enterprise.patents'), '3')
    assert.deepEqual(form.typed.get('need.securities'), ['房产', '设备'])
  })

  it('takes only the finest green classes, and names some of them where a broader one is written', () => {
    for (const written of ['4', '4.2', '4 能源绿色低碳转型', reference.greenClasses.find('4.2')?.name ?? '']) {
      const form = read({ 'need.greenCode': written })
      assert.ok(!form.ok, written)
      assert.match(form.faults[0]?.message ?? '', /范围太大，请填写其中的具体类别：4\.\d\.\d+ /)
    }
    const broad = reference.greenClasses.all.filter(({ code }) => reference.greenClasses.below(code).length > 0)
    assert.equal(broad.length, 47)
    for (const { code } of broad) assert.deepEqual(faultsIn({ 'need.greenCode': code }), [fieldId('need.greenCode')])
  })

  it('refuses a name that two classes share, with both', () => {
    const form = read({ 'need.greenCode': '绿色消费' })
    assert.match(form.ok ? '' : (form.faults[0]?.message ?? ''), /2 个同名的类别：9 绿色消费、9\.1 绿色消费/)
  })

  it('refuses money below one fen and percents below a hundredth, because they would be shown as other numbers', () => {
    for (const [fact, fine, tooFine] of [
      ['need.amountWan', '300.000001', '300.0000001'],
      ['enterprise.annualTaxWan', '0.000001', '0.0000001'],
      ['enterprise.debtRatioPct', '71.43', '71.434'],
    ] as const) {
      assert.deepEqual(factsIn({ [fact]: fine }), { [fact]: Number(fine) })
      const form = read({ [fact]: tooFine })
      assert.match(form.ok ? '' : (form.faults[0]?.message ?? ''), /小数最多 [26] 位/)
    }
  })
})

const without = (fields: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
