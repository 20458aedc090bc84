import assert from 'node:assert/strict'
import { bankNames } from '../../src/catalogue/bank-names.js'

const all = new Map(
  Array.from({ length: 14 }, (_one, n) => [`bank-${String.fromCharCode(97 + n)}`, `第${String(n)}银行`]),
)

describe('names of banks on pages that judge them', () => {
  it('are the real ones where nothing is invented', () => {
    const names = bankNames(all, false, 's')
    assert.equal(names.nameOf('bank-a'), '第0银行')
    assert.equal(names.bankOf(names.keyOf('bank-b')), 'bank-b')
    assert.equal(names.bankOf('nobody'), undefined)
  })

  it('are 示例机构甲, 乙 … each once, found again by the key alone, past the ten stems too', () => {
    const names = bankNames(all, true, 's')
    const called = [...all.keys()].map((id) => names.nameOf(id))
    assert.equal(new Set(called).size, 14)
    assert.ok(called.includes('示例机构甲') && called.includes('示例机构癸') && called.includes('示例机构丁2'))
    for (const id of all.keys()) {
      assert.equal(names.bankOf(names.keyOf(id)), id)
      assert.ok(!names.keyOf(id).includes(id) && !names.nameOf(id).includes(all.get(id) ?? ''))
    }
  })

  it('never find a bank by its real id, nor give away one that has left the catalogue', () => {
    const names = bankNames(all, true, 's')
    assert.equal(names.bankOf('bank-a'), undefined)
    assert.equal(names.nameOf('gone'), '示例机构其他')
  })

  it('are listed in their own order, 甲 first and what follows the ten stems last', () => {
    const names = bankNames(all, true, 's')
    const listed = [...all.keys()].sort(names.compare).map(names.keyOf)
    assert.deepEqual(listed, [...'甲乙丙丁戊己庚辛壬癸', '甲2', '乙2', '丙2', '丁2'])
  })

  it('follow from the secret of the installation, not from the order of the banks', () => {
    const turned = new Map([...all].reverse())
    const of = (banks: ReadonlyMap<string, string>, secret: string) =>
      [...all.keys()].map((id) => bankNames(banks, true, secret).keyOf(id)).join()
    assert.equal(of(all, 's'), of(turned, 's'))
    assert.notEqual(of(all, 's'), of(all, 'other'))
  })
})
