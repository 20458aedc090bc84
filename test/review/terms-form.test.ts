import assert from 'node:assert/strict'
import { costSheet } from '../../src/finance/index.js'
import { readTerms } from '../../src/review/pages/terms.form.js'
import { wan } from '../applications/applying.js'
import { termsFields } from '../support/terms-fields.js'

describe('the form of an offer', () => {
  const security = (kind: string) => ({ kind, reference: '甲', valueFen: null, pledgedFen: null })
  const read = (kind: string, given: Readonly<Record<string, string>>) => {
    const at = { application: { amountFen: wan(50) }, securities: [security(kind)], today: '2026-11-22' }
    return readTerms({ ...termsFields(), 'sec-1-take': 'on', ...given }, at)
  }

  it('asks for no value of a guarantee, which stands by who gives it', () => {
    for (const kind of ['个人保证', '企业保证', '融资担保']) {
      for (const given of [{}, { 'sec-1-value': '' }] as const) {
        const { reading, terms } = read(kind, given)
        assert.deepEqual(reading.faults, [], kind)
        assert.deepEqual(terms?.securities, [{ kind, reference: '甲', valueFen: null }])
        assert.ok(terms && costSheet(terms).annual, 'the cost can be tried')
      }
    }
  })

  it('asks for the value of a thing that is pledged', () => {
    const { reading, terms } = read('房产', {})
    assert.equal(terms, null)
    assert.deepEqual(
      reading.faults.map(({ message }) => message),
      ['房产的抵押价值：请填写'],
    )
  })
})
