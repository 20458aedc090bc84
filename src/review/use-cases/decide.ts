import type { ClientSession } from 'mongoose'
import {
  moverOf,
  scopeOf,
  type Application,
  type Decision,
  type Proposal,
  type Refusal,
} from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { actorOf } from '../../kernel/actor.js'
import type { Fen } from '../../kernel/money.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { proposalNotices } from '../review.notices.js'
import { proposalPending, ReviewRefused } from '../rules/review-refused.js'
import { amountAtStake, committedFen, needsSecondPerson } from '../rules/threshold.js'
import { thresholdFor } from './set-threshold.js'
import { moveCase } from './take-step.js'

/** A decision as a person of the bank enters it. */
export type DecisionInput =
  | { readonly kind: 'approve'; readonly decision: Pick<Decision, 'amountFen' | 'rateBp' | 'months' | 'conditions'> }
  | { readonly kind: 'decline'; readonly refusal: Omit<Refusal, 'at' | 'by'> }

/**
 * Decides, or proposes above the bank's threshold. There a manager other than the proposer decides, by confirming the
 * proposal or with a decision of their own. Nobody decides above the threshold alone.
 * @throws RecordNotFound, MoveRefused, Overtaken; DomainError `review.proposal-pending`
 */
export function decide(context: ReviewContext, of: CaseRef, answer: DecisionInput): Promise<'decided' | 'proposed'> {
  const { user } = of
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(user), of.id, session)
    if (answer.kind === 'approve' && answer.decision.amountFen > amountAtStake(application)) {
      throw new RangeError('more is granted than was chosen')
    }
    const thresholdFen = await thresholdFor(context, user, session)
    const { proposal } = application
    const ofBank = await context.applications.ofRequest(scopeOf(user), application.requestId, session)
    if (!needsSecondPerson(application, committedFen(application, ofBank), thresholdFen)) {
      await settle(context, session, application, of, { answer, thresholdFen, proposedBy: null })
      return 'decided'
    }
    if (proposal === null) {
      await propose(context, session, application, of, { answer, thresholdFen })
      return 'proposed'
    }
    if (user.role !== 'manager' || proposal.byId === user.id) throw proposalPending(application, proposal, user.id)
    await settle(context, session, application, of, { answer, thresholdFen: proposal.thresholdFen, proposedBy: null })
    return 'decided'
  })
}

/** A manager confirms a colleague's proposal. @throws DomainError `review.no-proposal`, `review.proposal-pending` */
export function confirmProposal(context: ReviewContext, of: CaseRef): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(of.user), of.id, session)
    const { proposal } = application
    if (proposal === null) throw new ReviewRefused('review.no-proposal', application)
    if (of.user.role !== 'manager' || proposal.byId === of.user.id) {
      throw proposalPending(application, proposal, of.user.id)
    }
    const { thresholdFen } = proposal
    return settle(context, session, application, of, { answer: proposal, thresholdFen, proposedBy: proposal.by })
  })
}

type Settlement = {
  readonly answer: DecisionInput
  readonly thresholdFen: Fen
  /** Who proposed exactly this; null for a decision of one's own. */
  readonly proposedBy: string | null
}

async function settle(
  context: ReviewContext,
  session: ClientSession,
  application: Application,
  of: CaseRef,
  { answer, thresholdFen, proposedBy }: Settlement,
): Promise<Application> {
  const { proposal } = application
  const done = { at: context.now(), by: of.user.name }
  const detail = {
    thresholdFen,
    amountAtStakeFen: amountAtStake(application),
    ...(proposal && { proposedBy: proposal.byId, asProposed: proposedBy !== null }),
  }
  if (proposal) {
    const event = proposedBy === null ? 'changed' : 'confirmed'
    await context.notices.tell(session, proposalNotices(application, proposal, event))
  }
  if (answer.kind === 'decline') {
    const refusal = { ...answer.refusal, ...done }
    return moveCase(context, session, application, of, {
      action: 'decline',
      set: { refusal },
      detail: { ...detail, code: refusal.code, fact: refusal.condition?.fact ?? null },
    })
  }
  const { amountFen, rateBp, months, conditions } = answer.decision
  return moveCase(context, session, application, of, {
    action: 'approve',
    set: { decision: { amountFen, rateBp, months, conditions, ...done, proposedBy } },
    detail: { ...detail, amountFen, rateBp, months },
  })
}

/** Saves the decision as a proposal for a manager; the clock keeps running. */
async function propose(
  context: ReviewContext,
  session: ClientSession,
  application: Application,
  { user, shown }: CaseRef,
  { answer, thresholdFen }: Omit<Settlement, 'proposedBy'>,
): Promise<void> {
  const done = { at: context.now(), by: user.name }
  const proposal: Proposal = {
    ...(answer.kind === 'approve'
      ? { kind: 'approve', decision: { ...answer.decision, ...done } }
      : { kind: 'decline', refusal: { ...answer.refusal, ...done } }),
    ...done,
    byId: user.id,
    thresholdFen,
  }
  await context.notices.tell(session, proposalNotices(application, proposal, 'made'))
  await context.applications.amendIn(session, application, {
    set: { proposal },
    event: 'DECISION_PROPOSED',
    actor: actorOf(user),
    detail: { kind: proposal.kind, thresholdFen, amountAtStakeFen: amountAtStake(application) },
    shown,
    before: { action: answer.kind, by: moverOf(user).kind },
  })
}

/** A manager sends back a colleague's proposal; the reason is saved as a note of the bank. */
export function sendBackProposal(context: ReviewContext, of: CaseRef, reason: string): Promise<void> {
  return endProposal(context, of, 'PROPOSAL_SENT_BACK', reason)
}

/** The proposer withdraws the proposal. */
export function withdrawProposal(context: ReviewContext, of: CaseRef): Promise<void> {
  return endProposal(context, of, 'PROPOSAL_TAKEN_BACK', null)
}

/** @throws Overtaken; DomainError `review.no-proposal`, `review.proposal-pending` when another person has to do it */
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
    if (proposal === null) throw new ReviewRefused('review.no-proposal', application)
    const own = proposal.byId === user.id
    const mayEnd = event === 'PROPOSAL_TAKEN_BACK' ? own : user.role === 'manager' && !own
    if (!mayEnd) throw proposalPending(application, proposal, user.id)
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
      await context.notices.tell(session, proposalNotices(application, proposal, 'sent back', reason))
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
