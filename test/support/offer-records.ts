import type { Person } from './people.js'
import type { TestApp } from './app.js'
import { enterOffer, enterRequest, offeredTerms } from './offers.js'
import type { RecordOfOne } from './records.js'

const offerTo = async (test: TestApp, owner: Person) => {
  const request = await enterRequest(test, owner.organisation.id)
  return enterOffer(test, request, { bankId: 'cib', bankName: '兴业银行', terms: offeredTerms() })
}

const ofRequest = (end: string): RecordOfOne => ({
  role: 'owner',
  address: async (test, owner) => `/enterprise/requests/${(await offerTo(test, owner)).requestId}${end}`,
})

/** Addresses of offers: the comparison and the choice are the enterprise's, each cost sheet also its own bank's. */
export const offerRecords: Readonly<Record<string, RecordOfOne>> = {
  '/enterprise/requests/:id/offers': ofRequest('/offers'),
  '/enterprise/requests/:id/choice': ofRequest('/choice'),
  '/enterprise/applications/:id/offer': {
    role: 'owner',
    address: async (test, owner) => `/enterprise/applications/${(await offerTo(test, owner)).id}/offer`,
  },
  '/bank/applications/:id/offer': {
    role: 'officer',
    address: async (test, { organisation }) => {
      const request = await enterRequest(test, 'f'.repeat(24))
      const bank = { bankId: organisation.id, bankName: '示例银行', terms: offeredTerms() }
      return `/bank/applications/${(await enterOffer(test, request, bank)).id}/offer`
    },
  },
}
