import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  buildRecord,
  canonicalJson,
  checkRecord,
  compileCatalogue,
  replayRecord,
  serializeRecord,
} from '../src/index.js'
import { checkRecord as checkInBrowser } from './browser/browser-verifier.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary, samples } from './delivered.js'

const delivered = deliveredCatalogue()
const catalogue = { ...delivered, products: delivered.products.slice(0, 3) }
const sizeBands = deliveredSizeBands()
const compiled = compileCatalogue(catalogue, deliveredVocabulary(catalogue), sizeBands)
const record = buildRecord(compiled, samples()[0]?.facts ?? {}, { asOf: '2026-11-22', sizeBands })
const text = serializeRecord(record)

const CHINESE = /\p{Script=Han}/u
const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)
const DEEP_OBJECT = '{"all":['.repeat(20_000) + ']}'.repeat(20_000)

/** Asserts that all three refuse a text with Chinese words instead of throwing. */
function assertRefused(hostile: string): void {
  const checked = checkRecord(hostile)
  assert.equal(checked.ok, false)
  const replayed = replayRecord(hostile, compiled, { sizeBands })
  assert.equal(replayed.same, false)
  const { kind, findings } = checkInBrowser(hostile)
  const words = [...checked.faults, ...replayed.differences, ...findings.map(({ message }) => message)]
  assert.ok(checked.faults.length > 0 && replayed.differences.length > 0)
  assert.ok(findings.length > 0 || kind === 'reformatted', hostile.slice(0, 200))
  for (const word of words) assert.match(word, CHINESE)
}

type Path = readonly (string | number)[]

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsIn(child, [...path, key]))]
}

/** The record's text with the value at a place replaced by other JSON. */
function withJson(path: Path, json: string): string {
  const copy = JSON.parse(text) as Record<string | number, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>
  at[path.at(-1) ?? ''] = '\u0001'
  return canonicalJson(copy).replace(JSON.stringify('\u0001'), () => json)
}

describe('A record made to do harm', () => {
  it('is itself sound to begin with', () => {
    assert.equal(checkRecord(text).ok, true)
    assert.equal(replayRecord(text, compiled, { sizeBands }).same, true)
    assert.equal(checkInBrowser(text).kind, 'intact')
  })

  it('is refused in Chinese with endless numbers and bottomless nesting, wherever they stand', () => {
    const places: readonly Path[] = [
      ['facts', 'need.amountWan'], ['facts'], ['derived'], ['digests'], ['digests', 'results'], ['results'],
      ['results', 0], ['results', 0, 'conditions', 0], ['results', 0, 'conditions', 0, 'value'], ['hash'], ['asOf'],
    ] // prettier-ignore
    for (const place of places) {
      for (const json of ['1e400', '-1e400', DEEP, DEEP_OBJECT]) assertRefused(withJson(place, json))
    }
    for (const whole of ['1e400', DEEP, DEEP_OBJECT, '', '{', 'null', '"x"', '\u0000']) assertRefused(whole)
  })

  it('is refused with anything of a wrong type anywhere', () => {
    const places = pathsIn(JSON.parse(text)).filter((path) => path.length > 0)
    const awkward = fc.constantFrom(
      'null', 'true', '0', '""', '[]', '{}', '[null]', '{"toString":1,"valueOf":2}', '[{"toString":null}]',
      '{"__proto__":null}', '{"of":null,"times":"x"}', '"constructor"', '1e308', '"\\ud800"', '{"all":[{}],"any":[]}',
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.oneof(awkward, fc.json({ maxDepth: 3 })), (path, json) => {
        const hostile = withJson(path, json)
        fc.pre(canonicalJson(JSON.parse(hostile)) !== text)
        assertRefused(hostile)
      }),
      { numRuns: 300 },
    )
  })

  it('is refused whatever the text is', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (any) => assertRefused(any)))
  })
})
