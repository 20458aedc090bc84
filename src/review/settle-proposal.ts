import { scopeOf } from '../applications/index.js'
import { actorOf } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import type { CaseRef, ReviewContext } from './review.context.js'
import { NothingProposed, ProposalWaits } from './not-now.js'
import { tellOfProposal } from './tell-bank.js'

/** A manager sends a colleague's proposal back, with a reason that the bank keeps as a note. */
export function sendBackProposal(context: ReviewContext, of: CaseRef, reason: string): Promise<void> {
  return endProposal(context, of, 'PROPOSAL_SENT_BACK', reason)
}

/** Who proposed takes the proposal back. */
export function takeBackProposal(context: ReviewContext, of: CaseRef): Promise<void> {
  return endProposal(context, of, 'PROPOSAL_TAKEN_BACK', null)
}

/** @throws NothingProposed, Overtaken; ProposalWaits where it is for somebody else to do */
function endProposal(
  context: ReviewContext,
  { user, id, shown }: CaseRef,
  event: 'PROPOSAL_SENT_BACK' | 'PROPOSAL_TAKEN_BACK',
  reason: string | null,
): Promise<void> {
  const { applications, notes, now } = context
  return inTransaction(context.connection, async (session) => {
    const application = await applications.get(scopeOf(user), id, session)
    const { proposal } = application
    if (proposal === null) throw new NothingProposed(application)
    const own = proposal.byId === user.id
    const mayEnd = event === 'PROPOSAL_TAKEN_BACK' ? own : user.role === 'manager' && !own
    if (!mayEnd) throw new ProposalWaits(application, proposal, user)
    if (reason !== null) {
      const text = `退回${proposal.by}的审批意见：${reason}`
      const note = {
        id: newRecordId(),
        applicationId: id,
        bankId: user.organisation.id,
        text,
        by: user.name,
        at: now(),
      }
      await notes.insert(session, note)
      await tellOfProposal(context, session, application, proposal, 'sent back', reason)
    }
    await applications.amendIn(session, application, {
      set: { proposal: null },
      event,
      actor: actorOf(user),
      detail: { kind: proposal.kind, proposedBy: proposal.byId },
      shown,
    })
  })
}
