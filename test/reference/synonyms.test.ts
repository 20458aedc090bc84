import assert from 'node:assert/strict'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from './tables.js'

describe('finding a class by the word people use', () => {
  let reference: Reference
  before(async () => {
    reference = await shippedReference()
  })
  const green = (query: string) => reference.greenClasses.search(query).map(({ code }) => code)
  const industry = (query: string) => reference.industries.search(query, 50).map(({ code }) => code)

  it('leads from 光伏 to the classes of solar energy', () => assert.ok(green('光伏').includes('4.2.2')))

  it('finds a green class by the industry classes listed under it', () => assert.ok(green('灌溉').length > 0))

  it('leads from 番茄 and 果蔬 to the processing of vegetables and fruit', () => {
    assert.ok(industry('番茄').includes('1371'))
    assert.ok(industry('果蔬').includes('1373'))
  })

  it('finds every class of a division by the name of the division', () => {
    const found = industry('农副食品加工业')
    assert.ok(found.length > 10)
    assert.ok(found.every((code) => code.startsWith('13')))
  })

  it('puts a class of that very name before the classes of a group', () => {
    assert.equal(industry('乳制品制造')[0]?.slice(0, 3), '144')
    assert.ok(industry('乳制品').includes('1442'))
  })
})
