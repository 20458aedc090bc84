import assert from 'node:assert/strict'
import { checkCatalogue } from '../../src/catalogue/import/check-catalogue.js'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'
import { shippedJson, shippedText, type ShippedJson } from './shipped-catalogue.js'

describe('checking a catalogue', () => {
  let reference: Reference
  before(async () => {
    reference = await shippedReference()
  })

  const faultsOf = (value: unknown) => {
    const checked = checkCatalogue(value, reference.vocabulary)
    assert.ok(!checked.ok, 'the catalogue was accepted')
    return checked.error
  }
  const broken = (breakIt: (json: ShippedJson) => void) => {
    const json = shippedJson()
    breakIt(json)
    return faultsOf(json)
  }
  const product = (json: ShippedJson, place: number) => {
    const found = json.products[place]
    assert.ok(found)
    return found
  }

  it('accepts the shipped catalogue of 14 institutions and 110 products', () => {
    const checked = checkCatalogue(shippedJson(), reference.vocabulary)
    assert.ok(checked.ok, JSON.stringify(checked))
    assert.equal(checked.value.banks.length, 14)
    assert.equal(checked.value.products.length, 110)
  })

  it('names all faults of a file at once, each with its place', () => {
    const places = broken((json) => {
      product(json, 0).bank = 'nobank'
      product(json, 3).isGreen = 'yes'
      product(json, 109).criteria = {
        all: [{ fact: 'enterprise.shoeSize', op: '>=', value: 3, basis: 'published' }],
      }
      json.asOf = '2026-02-30'
    }).map((fault) => fault.path)
    for (const start of ['asOf', 'products[0].bank', 'products[3].isGreen', 'products[109].criteria']) {
      assert.ok(
        places.some((place) => place.startsWith(start)),
        `${start} in ${places.join(', ')}`,
      )
    }
  })

  it('refuses a product number that is used twice and says where it was used first', () => {
    const faults = broken((json) => {
      product(json, 7).id = product(json, 2).id
    })
    assert.equal(faults.length, 1)
    assert.equal(faults[0]?.path, 'products[7].id')
    assert.match(faults[0].message, /products\[2\]/)
  })

  it('refuses a bank number that is used twice', () => {
    const [fault] = broken((json) => {
      json.banks.push({ ...json.banks[0] })
    })
    assert.equal(fault?.path, 'banks[14].id')
  })

  it('refuses keys that change how objects behave, wherever they stand', () => {
    const text = shippedText()
    for (const key of ['__proto__', 'constructor', 'prototype', '$where', 'a.b', '']) {
      const value: unknown = JSON.parse(text.replace('"isGreen"', `"${key}": {"isGreen": true}, "isGreen"`))
      const faults = faultsOf(value)
      assert.ok(
        faults.some((fault) => fault.path.startsWith('products[0].')),
        key,
      )
    }
    assert.equal(({} as Record<string, unknown>).isGreen, undefined)
  })

  it('refuses a number that JSON reads as infinite', () => {
    const value: unknown = JSON.parse(shippedText().replace(/"maxWan": 300\b/, '"maxWan": 1e400'))
    assert.ok(faultsOf(value).some((fault) => fault.path === 'products[0].amount.maxWan'))
  })

  it('refuses control characters and broken characters in texts', () => {
    for (const text of ['a\u0000b', 'a\u001b[31m', '\ud800']) {
      const [fault] = broken((json) => {
        product(json, 1).summary = text
      })
      assert.equal(fault?.path, 'products[1].summary')
    }
  })

  it('refuses endless nesting without running out of stack', () => {
    let rule: unknown = { fact: 'enterprise.dishonest', op: '=', value: false, basis: 'published' }
    for (let depth = 0; depth < 5000; depth += 1) rule = { not: rule }
    const faults = broken((json) => {
      product(json, 0).criteria = rule
    })
    assert.ok(faults.some((fault) => fault.message.includes('嵌套')))
  })

  it('refuses fields it does not know and lists that are none', () => {
    const faults = broken((json) => {
      json.extra = 1
      Object.assign(json.banks[0] ?? {}, { logo: 'x' })
    })
    assert.ok(faults.some((fault) => fault.message.includes('extra')))
    assert.ok(faults.some((fault) => fault.path === 'banks[0]' && fault.message.includes('logo')))
    for (const value of [null, [], 'x', 3, {}, { products: 'x' }]) assert.ok(faultsOf(value).length > 0)
  })

  it('refuses an empty list of products', () => {
    const faults = broken((json) => {
      json.products.length = 0
    })
    assert.deepEqual(
      faults.map((fault) => fault.path),
      ['products'],
    )
  })

  it('says every fault in Chinese', () => {
    const faults = faultsOf({ title: 3, asOf: 'x', notes: null, banks: [{}], products: [{}] })
    assert.ok(faults.length > 8)
    for (const fault of faults) assert.match(fault.message, /\p{Script=Han}/u, JSON.stringify(fault))
  })
})
