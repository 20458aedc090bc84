import assert from 'node:assert/strict'
import { FEE_KINDS } from '../../../src/finance/index.js'
import type { Actor } from './stage.js'

const caseOf = (id: string) => `/bank/applications/${id}`

/** Finds an application in the queue by the enterprise, as somebody of the bank does; answers its id. */
export async function inQueue(banker: Actor, enterprise: string): Promise<string> {
  const $ = await banker.open(`/bank?q=${encodeURIComponent(enterprise)}`)
  const links = $('main a[href^="/bank/applications/"]:not([href$=".xlsx"])').toArray()
  const address = links.map((link) => $(link).attr('href') ?? '').find((href) => !href.includes('.xlsx'))
  assert.ok(address, `${banker.name} does not find ${enterprise} in the queue`)
  return address.split('/').at(-1)?.split('?')[0] ?? ''
}

/** Takes the next step of an application by its form. */
export async function step(banker: Actor, id: string, name: string, fields: Readonly<Record<string, string>> = {}) {
  const $ = await banker.open(`${caseOf(id)}?do=${name}`)
  assert.equal($('#step [name=do]').val(), name, `${banker.name} is not offered ${name}`)
  return banker.send($, '#step', fields)
}

/** What the page of an application says to somebody of the bank. */
export const seenBy = (banker: Actor, id: string): Promise<string> => banker.words(caseOf(id))

export const contact = (banker: Actor, id: string) =>
  step(banker, id, 'contact', { how: '电话', note: '已与财务负责人通话，约定材料' })

/** Terms as the form takes them: every kind of cost is spoken about. */
export const termsOf = (given: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...{ amount: '100', rate: '3.45', months: '12', method: '先息后本', dayCount: 'month', then: 'give' },
  ...Object.fromEntries(FEE_KINDS.map((kind) => [`fee-${kind}-state`, 'none'])),
  ...given,
})

/** A fee of a kind, in 万元, that the enterprise pays at the start. */
export const feeOf = (kind: (typeof FEE_KINDS)[number], wan: string, by: string): Record<string, string> => ({
  [`fee-${kind}-state`]: 'known',
  [`fee-${kind}-measure`]: 'sum',
  [`fee-${kind}-amount`]: wan,
  [`fee-${kind}-payer`]: '企业',
  [`fee-${kind}-when`]: 'start',
  [`fee-${kind}-by`]: by,
})
