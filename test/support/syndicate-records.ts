import { inHand, PLAN, requestOf } from '../syndicates/syndicate-app.js'
import type { RecordOfOne } from './records.js'

/** A syndicate that the bank of the owner forms, for an enterprise that nobody else knows of. */
const ofSyndicate = (end: string): RecordOfOne => ({
  role: 'officer',
  async address(test, { id, role, email, organisation }) {
    const user = { id, role, email, organisation, name: '王经理' }
    const application = await inHand(test, { user }, requestOf(`enterprise-of-${id}`))
    const syndicate = await test.deps.syndicates.open(user, application.id, PLAN)
    return `/syndicates/${syndicate.id}${end}`
  },
})

export const syndicateRecords: Readonly<Record<string, RecordOfOne>> = {
  '/syndicates/:id': ofSyndicate(''),
  '/syndicates/:id/plan': ofSyndicate('/plan'),
  '/syndicates/:id/shares.xlsx': ofSyndicate('/shares.xlsx'),
  '/syndicates/:id/moves': ofSyndicate('/moves'),
}
