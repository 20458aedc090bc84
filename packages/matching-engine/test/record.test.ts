import assert from 'node:assert/strict'
import {
  buildRecord,
  canonicalJson,
  checkRecord,
  compileCatalogue,
  replayRecord,
  serializeRecord,
  writeRecord,
} from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary, samples } from './delivered.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const sizeBands = deliveredSizeBands()
const compiled = compileCatalogue(catalogue, vocabulary, sizeBands)
const facts = { ...samples()[0]?.facts }
delete facts['enterprise.sizeClass']
const record = buildRecord(compiled, facts, { asOf: '2026-11-22', sizeBands })
const text = serializeRecord(record)

/** The record with one change made to its parsed form, written canonically again. */
function changed(change: (copy: Json) => void): readonly string[] {
  const copy = JSON.parse(text) as Json
  change(copy)
  const { ok, faults } = checkRecord(canonicalJson(copy))
  assert.equal(ok, false)
  return faults
}
type Json = {
  asOf: string
  catalogue: string
  reference: string
  engine: string
  hash: string
  facts: Record<string, unknown>
  derived: Record<string, unknown>
  digests: { facts: string; results: Record<string, string> }
  results: { product: string; verdict: string; rank: number; conditions: { state: string; actual: unknown }[] }[]
}

describe('Canonical JSON', () => {
  it('sorts keys by code units and writes numbers as ECMAScript does', () => {
    assert.equal(
      canonicalJson({ b: 1e21, a: [0.1, -0, 1e-7], '€': null, A: 'é\n' }),
      '{"A":"é\\n","a":[0.1,0,1e-7],"b":1e+21,"€":null}',
    )
  })

  it('refuses what JSON cannot say', () => {
    assert.throws(() => canonicalJson({ a: NaN }), TypeError)
    assert.throws(() => canonicalJson([() => 1]), TypeError)
  })
})

describe('A decision record', () => {
  it('has one result per product with rank, bank, amount and conditions', () => {
    assert.equal(record.results.length, 110)
    assert.deepEqual(
      record.results.map(({ rank }) => rank),
      record.results.map((_, i) => i + 1),
    )
    assert.ok(record.results.every(({ bank, conditions }) => vocabulary.banks.has(bank) && conditions.length > 2))
    assert.equal(record.derived['enterprise.sizeClass'], '小型')
    assert.match(record.hash, /^[0-9a-f]{64}$/)
  })

  it('is the same bytes when it is made again, and when it is replayed', () => {
    const again = compileCatalogue(catalogue, vocabulary, sizeBands)
    const reversed = Object.fromEntries(Object.entries(facts).reverse())
    assert.equal(serializeRecord(buildRecord(again, reversed, { asOf: '2026-11-22', sizeBands })), text)
    assert.deepEqual(replayRecord(text, compiled, { sizeBands }), { same: true, differences: [] })
  })

  it('is written part by part as it is written in one go, profile after profile', () => {
    for (const sample of samples()) {
      const written = writeRecord(compiled, sample.facts, { asOf: '2026-11-22', sizeBands })
      assert.equal(written.text, serializeRecord(written.record))
      assert.deepEqual(checkRecord(written.text), { ok: true, faults: [] })
    }
  })

  it('passes its own check', () => {
    assert.deepEqual(checkRecord(text), { ok: true, faults: [] })
  })

  it('names a changed fact', () => {
    const faults = changed((copy) => (copy.facts['enterprise.annualTaxWan'] = 500))
    assert.ok(
      faults.some((fault) => fault.includes('事实')),
      faults.join(),
    )
  })

  it('names the product whose result was changed', () => {
    const id = record.results[3]?.product ?? ''
    const faults = changed((copy) => {
      const result = copy.results[3]
      if (result) result.verdict = 'ineligible'
    })
    assert.ok(
      faults.some((fault) => fault.includes(id) && fault.includes('改动')),
      faults.join(),
    )
    assert.ok(
      faults.every((fault) => fault.includes(id) || fault.includes('hash')),
      faults.join(),
    )
  })

  it('names a result that was removed, doubled or put in', () => {
    const id = record.results[5]?.product ?? ''
    assert.ok(changed((copy) => copy.results.splice(5, 1)).some((fault) => fault.includes(`${id} 的结果被删去`)))
    assert.ok(changed((copy) => copy.results.push(...copy.results.slice(5, 6))).some((fault) => fault.includes('重复')))
    const stranger = (copy: Json) =>
      copy.results.push({ product: 'made-up', verdict: 'eligible', rank: 1, conditions: [] })
    assert.ok(changed(stranger).some((fault) => fault.includes('多出产品 made-up')))
  })

  it('names the head when engine, catalogue, reference data, date or hash were changed', () => {
    for (const key of ['engine', 'catalogue', 'reference', 'asOf', 'hash'] as const) {
      assert.ok(
        changed((copy) => (copy[key] = `${copy[key]}0`)).some((fault) => fault.includes('asOf')),
        key,
      )
    }
  })

  it('is found inconsistent when every digest was made anew but a state does not follow from its value', () => {
    const result = record.results.find(({ verdict }) => verdict === 'ineligible')
    assert.ok(result)
    const lying = {
      ...result,
      verdict: 'eligible' as const,
      conditions: result.conditions.map((node) => ({ ...node, state: 'pass' as const })),
    }
    const results = record.results.map((each) => (each === result ? lying : each))
    const { faults } = checkRecord(canonicalJson({ ...record, results }))
    assert.ok(
      faults.some((fault) => fault.includes('状态应为 fail')),
      faults.join(),
    )
  })

  it('is refused when it is cut off, not an object or lacks a part', () => {
    for (const broken of [text.slice(0, -1), '[]', 'null', '{}', text.replace('"facts":', '"fact":')]) {
      assert.equal(checkRecord(broken).ok, false)
    }
    assert.equal(checkRecord(` ${text}`).ok, false)
  })

  it('names the reference data it rests on, whoever read them and in whatever order', () => {
    assert.match(record.reference, /^[0-9a-f]{64}$/)
    const reversed = { ...vocabulary, industries: new Map([...vocabulary.industries].reverse()) }
    const again = buildRecord(compileCatalogue(catalogue, reversed), facts, { asOf: '2026-11-22', sizeBands })
    assert.equal(again.reference, record.reference)
  })

  it('is not replayed with another engine or catalogue version, and says which is which', () => {
    const other = compileCatalogue({ ...catalogue, version: 'other' }, vocabulary, sizeBands)
    const [difference = '', ...rest] = replayRecord(text, other, { sizeBands }).differences
    assert.deepEqual(rest, [])
    assert.equal(difference, `产品目录版本不同：记录依据 ${catalogue.version}，这里是 other`)
    const older = canonicalJson({ ...record, engine: 'lueqiao-engine/0.9.0' })
    const { same, differences } = replayRecord(older, other, { sizeBands })
    assert.equal(same, false)
    assert.equal(differences.length, 2)
    assert.match(differences[0] ?? '', /^引擎版本不同：记录由 lueqiao-engine\/0\.9\.0 生成，这里是 /)
  })

  it('is not replayed with other names of industries or green classes, nor with other size bands', () => {
    const renamed = (names: ReadonlyMap<string, string>, code: string) => new Map(names).set(code, '另一个名称')
    const [first, ...others] = sizeBands
    assert.ok(first)
    const moved = { ...first, indicators: { revenue_wan: { large_min: 20000, medium_min: 500, small_min: 51 } } }
    const grounds = [
      { words: { ...vocabulary, industries: renamed(vocabulary.industries, '1373') }, bands: sizeBands },
      { words: { ...vocabulary, greenClasses: renamed(vocabulary.greenClasses, '4.2.2') }, bands: sizeBands },
      { words: vocabulary, bands: [moved, ...others] },
      { words: vocabulary, bands: [...sizeBands].reverse() },
    ]
    for (const { words, bands } of grounds) {
      const { same, differences } = replayRecord(text, compileCatalogue(catalogue, words, bands), { sizeBands: bands })
      assert.equal(same, false)
      assert.equal(differences.length, 1)
      assert.match(
        differences[0] ?? '',
        new RegExp(`^参照数据（.*）不同：记录依据 ${record.reference.slice(0, 12)}，这里是 [0-9a-f]{12}$`),
      )
    }
  })

  it('is replayed with other notes in the size bands, which decide nothing', () => {
    const noted = sizeBands.map((band) => ({ ...band, group: `${band.group}（注）`, scope: 'other' }))
    assert.equal(replayRecord(text, compileCatalogue(catalogue, vocabulary, noted), { sizeBands: noted }).same, true)
  })

  it('tells on replay what came out otherwise', () => {
    const copy = JSON.parse(text) as Json
    const [first] = copy.results
    assert.ok(first)
    first.verdict = 'needs_information'
    const { differences } = replayRecord(canonicalJson(copy), compiled, { sizeBands })
    assert.deepEqual(differences, [`产品 ${first.product} 的结果与重算的不同`])
  })
})
