import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { CatalogueContent } from '../../src/catalogue/data/catalogue-content.js'
import { homeView } from '../../src/catalogue/pages/home.views.js'
import { checkCatalogue } from '../../src/catalogue/import/check-catalogue.js'
import { readJson } from '../../src/catalogue/import/read-json.js'
import { institutionListView } from '../../src/catalogue/pages/institution.views.js'
import { productListCsv } from '../../src/catalogue/pages/product-list.csv.js'
import { productListView } from '../../src/catalogue/pages/product-list.views.js'
import { productView } from '../../src/catalogue/pages/product.views.js'
import { emptyQuery } from '../../src/catalogue/listing/product-query.js'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'
import { shippedJson, snapshotOfContent } from './shipped-catalogue.js'

/** Values that people, programs and attackers put where others belong. */
const hostile = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  '​',
  'x'.repeat(100_000),
  '１２３',
  -1,
  1e308,
  Number.NaN,
  Infinity,
  0.1 + 0.2,
  true,
  [],
  {},
  { $gt: '' },
  { of: '__proto__', times: 1 },
  JSON.parse('{"__proto__": {"admin": true}}'),
  ['A', 1, null],
  "'; DROP TABLE products; --",
  '<script>alert(1)</script>',
  '\u0000',
  { all: [] },
  { any: [], all: [] },
  { not: { not: { not: null } } },
)

type Place = { readonly holder: Record<string, unknown>; readonly key: string }

/** Every place of a value that holds something, outermost first. */
function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])])
}

describe('a catalogue that someone tampered with', () => {
  let reference: Reference
  before(async () => {
    reference = await shippedReference()
  })

  const small = () => {
    const json = shippedJson()
    json.products = json.products.filter((product) =>
      ['huiruyi-lvsedai', 'psbc-fengdian-dai'].includes(String(product.id)),
    )
    return json
  }

  it('is either sound or refused with reasons, and never brings the check down', () => {
    let refused = 0
    const change = fc.record({ place: fc.nat(), value: hostile })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const json = small()
        for (const { place, value } of changes) {
          const places = placesOf(json)
          const chosen = places[place % places.length]
          if (chosen) chosen.holder[chosen.key] = value
        }
        const checked = checkCatalogue(json, reference.vocabulary)
        if (checked.ok) {
          showsEveryPage(checked.value)
          return
        }
        refused += 1
        assert.ok(checked.error.length > 0)
        for (const fault of checked.error) {
          assert.match(fault.message, /\p{Script=Han}/u, JSON.stringify(fault))
          assert.ok(fault.message.length < 300, fault.message.slice(0, 80))
        }
      }),
      { numRuns: 500, seed: 20261122 },
    )
    assert.ok(refused > 200, String(refused))
  })

  it('can be shown whatever figures it was accepted with', () => {
    const figure = fc.constantFrom(null, 0, 1e-9, 0.01, 1, 12, 100, 600, 1e6, 1e9)
    const figures = fc.record({
      minWan: figure,
      maxWan: figure,
      minMonths: figure,
      maxMonths: figure,
      minPct: figure,
      maxPct: figure,
      value: figure,
    })
    const repayment = fc.constantFrom('等额本息', '等额本金', '先息后本', '到期一次还本付息', '随借随还')
    let accepted = 0
    fc.assert(
      fc.property(figures, repayment, figure, (chosen, method, fee) => {
        const json = small()
        for (const { holder, key } of json.products.flatMap(placesOf)) {
          if (Object.hasOwn(chosen, key) && !Object.hasOwn(holder, 'fact'))
            holder[key] = chosen[key as keyof typeof chosen]
        }
        for (const product of json.products) {
          product.repayment = [method]
          product.fees = [{ name: '评估费', wan: fee ?? 1, payer: '企业', basis: 'published' }]
        }
        const checked = checkCatalogue(json, reference.vocabulary)
        if (!checked.ok) return
        accepted += 1
        showsEveryPage(checked.value)
      }),
      { numRuns: 200, seed: 7 },
    )
    assert.ok(accepted > 5, String(accepted))
  })

  function showsEveryPage(content: CatalogueContent): void {
    const snapshot = snapshotOfContent(content, reference)
    assert.equal(productListView(snapshot, emptyQuery).total, content.products.length)
    for (const product of content.products) assert.equal(productView(snapshot, product).title, product.name)
    assert.ok(productListCsv(snapshot.productIndex.items, snapshot).length > 0)
    assert.equal(homeView(snapshot, []).products, content.products.length)
    assert.equal(institutionListView(snapshot).rows.length, content.banks.length)
  }

  it('is refused where it is no JSON at all, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readJson(bytes)
        if (!read.ok) assert.ok(read.error.every((fault) => fault.path !== '' && fault.message !== ''))
      }),
    )
  })
})
