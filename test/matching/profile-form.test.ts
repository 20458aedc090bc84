import assert from 'node:assert/strict'
import { parseFacts, type Facts, type Vocabulary } from '../../src/matching/engine/index.js'
import { fieldId, readProfileForm } from '../../src/matching/profile.form.js'
import { typedProfile } from '../../src/matching/profile.views.js'
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
    assert.deepEqual(faultsIn({ 'need.amountWan': ['1', '2'] }), [''])
  })
})

const without = (fields: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
