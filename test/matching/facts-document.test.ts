import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readFactsDocument, repeatedFacts } from '../../src/matching/rules/facts-document.js'
import { shippedReference } from '../reference/tables.js'
import type { Vocabulary } from '@lueqiao/matching-engine'

describe('facts document', () => {
  let names: Vocabulary
  before(async () => {
    names = (await shippedReference()).vocabulary([{ id: 'abc', name: '中国农业银行' }])
  })
  const read = (text: string) => readFactsDocument(Buffer.from(text), names)
  const faults = (text: string) => {
    const document = read(text)
    return document.ok ? [] : document.error
  }

  it('is a flat object of facts with an optional day', () => {
    const document = read('{"need.amountWan":300,"enterprise.titles":[],"asOf":"2026-11-22"}')
    assert.deepEqual(document, {
      ok: true,
      value: { facts: { 'need.amountWan': 300, 'enterprise.titles': [] }, asOf: '2026-11-22' },
    })
    assert.deepEqual(read('{}'), { ok: true, value: { facts: {}, asOf: null } })
  })

  it('names every fault at once, the day and repeated names included', () => {
    const text = '{"need.amountWan":-1,"asOf":"2026-02-30","nonsense":1,"need.termMonths":1,"need.termMonths":2}'
    assert.deepEqual(
      faults(text).map((fault) => fault.path),
      ['need.termMonths', 'asOf', 'nonsense', 'need.amountWan'],
    )
  })

  it('takes __proto__ for what it is, an unknown name', () => {
    assert.deepEqual(
      faults('{"__proto__":{"need.amountWan":1}}').map((fault) => fault.path),
      ['__proto__'],
    )
  })

  it('is refused when it is not UTF-8, not JSON or not an object', () => {
    const notUtf8 = readFactsDocument(Buffer.from([0x7b, 0xff, 0x7d]), names)
    assert.match(notUtf8.ok ? '' : (notUtf8.error[0]?.message ?? ''), /UTF-8/)
    assert.match(faults('{')[0]?.message ?? '', /JSON/)
    for (const text of ['null', '[]', '1', '"a"']) assert.match(faults(text)[0]?.message ?? '', /对象/)
  })
})

describe('repeated keys of a JSON text', () => {
  it('are found however they are written', () => {
    assert.deepEqual(repeatedFacts('{"a":1,"b":2,"a":3}'), ['a'])
    assert.deepEqual(repeatedFacts('{"a" : 1, "\\u0061" : 2}'), ['a'])
  })

  it('are shown on one line, however long and whatever they hold', () => {
    assert.deepEqual(repeatedFacts('{"a\\nb\\u001b":1,"a\\nb\\u001b":2}'), ['a\\nb\\u001b'])
    const long = 'x'.repeat(1000)
    assert.equal(repeatedFacts(`{"${long}":1,"${long}":2}`)[0]?.length, 40)
  })

  it('are not seen inside values', () => {
    assert.deepEqual(repeatedFacts('{"a":"\\"a\\":1,\\"a\\":2","b":["a","a"],"c":{"a":1}}'), [])
  })

  it('are none in what JSON.stringify writes, and the doubled ones when a member is doubled', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue(), { minKeys: 1 }), (object) => {
        const text = JSON.stringify(object)
        assert.deepEqual(repeatedFacts(text), [])
        const [first] = Object.keys(object)
        const doubled = `${text.slice(0, -1)},${JSON.stringify(first)}:null}`
        assert.deepEqual(repeatedFacts(doubled), [JSON.stringify(first).slice(1, -1)])
      }),
    )
  })
})
