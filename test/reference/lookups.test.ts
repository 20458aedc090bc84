import assert from 'node:assert/strict'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from './tables.js'

describe('reference lookups', () => {
  let reference: Reference
  before(async () => {
    reference = await shippedReference()
  })

  it('names the 14 divisions', () => {
    assert.equal(reference.divisions.length, 14)
    assert.equal(reference.divisions[7]?.division, '第八师')
  })

  it('knows 20 sections, 1,381 classes and 1,971 codes of GB/T 4754-2017', () => {
    assert.equal(reference.industries.sections.length, 20)
    assert.equal(reference.industries.names.size, 1971)
    assert.equal([...reference.industries.names.keys()].filter((code) => /^\d{4}$/.test(code)).length, 1381)
  })

  it('gives the trail of a class from its section down', () => {
    assert.deepEqual(
      reference.industries.trail('1373').map((step) => step.code),
      ['C', '13', '137', '1373'],
    )
  })

  it('does not know a code that is not in the standard', () => {
    for (const code of ['9999', '__proto__', 'constructor', '']) assert.equal(reference.industries.find(code), null)
  })

  it('finds a class by its code, its name, its pinyin and its initials alike', () => {
    const name = reference.industries.find('4416')?.name
    assert.equal(name, '太阳能发电')
    for (const query of ['4416', '太阳能发电', 'taiyangnengfadian', 'tynfd', '太阳nfd', 'TYNFD', 'ｔｙｎｆｄ']) {
      assert.ok(
        reference.industries.search(query).some((item) => item.code === '4416'),
        query,
      )
    }
  })

  it('puts a name that begins with the query before one that only holds it', () => {
    const names = reference.industries.search('棉花').map((item) => item.name)
    assert.ok(names.length > 1)
    assert.ok(names[0]?.startsWith('棉花'))
  })

  it('keeps to the limit and answers nothing to an empty or foreign query', () => {
    assert.equal(reference.industries.search('加工', 5).length, 5)
    assert.deepEqual(reference.industries.search('  '), [])
    assert.deepEqual(reference.industries.search('$where'), [])
  })

  it('holds the 9, 38 and 271 classes of the 2025 green catalogue in the order of their codes', () => {
    const count = (level: number) => reference.greenClasses.all.filter((item) => item.level === level).length
    assert.deepEqual([count(1), count(2), count(3)], [9, 38, 271])
    const codes = reference.greenClasses.all.map((item) => item.code)
    assert.ok(codes.indexOf('1.2') > codes.indexOf('1.1.10'))
    assert.ok(codes.indexOf('1.1.10') > codes.indexOf('1.1.9'))
  })

  it('compares green codes by segment: 1.1.1 does not bring 1.1.10', () => {
    const codes = reference.greenClasses.search('1.1.1', 50).map((item) => item.code)
    assert.deepEqual(codes, ['1.1.1'])
  })

  it('lists what lies directly below a green class', () => {
    assert.equal(reference.greenClasses.below('').length, 9)
    assert.ok(reference.greenClasses.below('4').every((item) => /^4\.\d+$/.test(item.code)))
  })

  it('quotes the loan prime rate of the publication that holds on a date', () => {
    const { lpr } = reference
    assert.deepEqual(lpr.at('2019-09-19', '1y'), { ratePct: 4.25, publishedOn: '2019-08-20' })
    assert.deepEqual(lpr.at('2019-09-20', '1y'), { ratePct: 4.2, publishedOn: '2019-09-20' })
    assert.deepEqual(lpr.at('2026-11-22', '5y+'), { ratePct: 3.5, publishedOn: '2026-04-20' })
    assert.equal(lpr.at('2019-08-19', '1y'), null)
  })

  it('takes the names of banks from the catalogue it is given', () => {
    const names = reference.vocabulary([{ id: 'abc', name: '中国农业银行' }])
    assert.equal(names.banks.get('abc'), '中国农业银行')
    assert.equal(names.industries.get('1373'), '水果和坚果加工')
    assert.equal(names.greenClasses.get('4.2.2')?.includes('太阳能'), true)
  })

  it('says of every table where it comes from and of what day it is', () => {
    for (const origin of reference.origins) {
      assert.ok(origin.source.length > 5, origin.name)
      assert.match(origin.asOf, /^\d{4}-\d{2}-\d{2}/)
      assert.match(origin.contentHash, /^[0-9a-f]{64}$/)
    }
  })
})
