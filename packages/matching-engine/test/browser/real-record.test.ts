import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  buildRecord,
  checkRecord as checkOnServer,
  compileCatalogue,
  serializeRecord,
  type Bank,
  type Product,
} from '../../src/index.js'
import { checkRecord } from './browser-verifier.js'

const file = new URL('../data/catalogue.json', import.meta.url)
const { banks, products } = JSON.parse(readFileSync(file, 'utf8')) as { banks: Bank[]; products: Product[] }
const names = {
  industries: new Map<string, string>(),
  greenClasses: new Map<string, string>(),
  banks: new Map<string, string>(),
}
const compiled = compileCatalogue({ version: '2026-11-22-0123456789ab', asOf: '2026-11-22', banks, products }, names)
const facts = {
  'enterprise.taxGrade': 'B',
  'enterprise.annualTaxWan': 45,
  'need.amountWan': 300,
  'need.termMonths': 12,
}
const issued = serializeRecord(buildRecord(compiled, facts, { asOf: '2026-11-22', sizeBands: [] }))

const CHANGES: Record<string, (text: string) => string> = {
  'a fact': (text) => text.replace('"need.amountWan":300', '"need.amountWan":301'),
  'a fact left out': (text) => text.replace('"enterprise.taxGrade":"B",', ''),
  'a verdict': (text) => text.replace('"verdict":"ineligible"', '"verdict":"eligible"'),
  'a state': (text) => text.replace('"state":"fail"', '"state":"pass"'),
  'a sentence': (text) => text.replace('"sentence":"', '"sentence":"已核实，'),
  'an amount': (text) => text.replace(/"amountWan":\d+/, '"amountWan":99999'),
  'the date': (text) => text.replace('"asOf":"2026-11-22"', '"asOf":"2026-10-01"'),
  'the checksum': (text) => text.replace(/"hash":"[0-9a-f]{4}/, '"hash":"0000'),
  'an end cut off': (text) => text.slice(0, -100),
}

describe('a record of the whole catalogue', () => {
  it('is sound in the browser and on the server', () => {
    assert.deepEqual(checkRecord(issued).findings, [])
    assert.equal(checkRecord(issued).kind, 'intact')
    assert.equal(checkOnServer(issued).ok, true)
  })

  for (const [what, change] of Object.entries(CHANGES)) {
    it(`with ${what} changed is refused by both`, () => {
      const changed = change(issued)
      assert.notEqual(changed, issued)
      assert.ok(['altered', 'unreadable'].includes(checkRecord(changed).kind))
      assert.equal(checkOnServer(changed).ok, false)
    })
  }
})
