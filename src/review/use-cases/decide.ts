import type { ClientSession } from 'mongoose'
import {
  moverOf,
  scopeOf,
  type Application,
  type Decision,
  type Proposal,
  type Refusal,
} from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import type { Fen } from '../../kernel/money.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { NothingProposed, ProposalWaits } from '../not-now.js'
import { moveCase } from './take-step.js'
import { tellOfProposal } from '../tell-bank.js'
import { amountAtStake, committedFen, thresholdFor, needsSecondPerson } from '../rules/threshold.js'

/** What somebody of the bank wants to answer. */
export type DecisionInput =
  | { readonly kind: 'approve'; readonly decision: Pick<Decision, 'amountFen' | 'rateBp' | 'months' | 'conditions'> }
  | { readonly kind: 'decline'; readonly refusal: Omit<Refusal, 'at' | 'by'> }

/**
 * Decides, or, above the bank's threshold, proposes: there a manager decides who did not propose it, by confirming or
 * with an answer of his own. Nobody decides above it alone, manager or not.
 * @throws NotFound, MoveRefused, Overtaken; ProposalWaits where another proposal has to be settled first
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
    const own = await context.applications.ofRequest(scopeOf(user), application.requestId, session)
    if (!needsSecondPerson(application, committedFen(application, own), thresholdFen)) {
      await settle(context, session, application, of, { answer, thresholdFen, proposedBy: null })
      return 'decided'
    }
    if (proposal === null) {
      await propose(context, session, application, of, { answer, thresholdFen })
      return 'proposed'
    }
    if (user.role !== 'manager' || proposal.byId === user.id) throw new ProposalWaits(application, proposal, user)
    await settle(context, session, application, of, { answer, thresholdFen: proposal.thresholdFen, proposedBy: null })
    return 'decided'
  })
}

/** The manager agrees with what a colleague proposed. @throws ProposalWaits for one's own proposal */
export function confirmProposal(context: ReviewContext, of: CaseRef): Promise<Application> {
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get(scopeOf(of.user), of.id, session)
    const { proposal } = application
    if (proposal === null) throw new NothingProposed(application)
    if (of.user.role !== 'manager' || proposal.byId === of.user.id) {
      throw new ProposalWaits(application, proposal, of.user)
    }
    const { thresholdFen } = proposal
    return settle(context, session, application, of, { answer: proposal, thresholdFen, proposedBy: proposal.by })
  })
}

type Settlement = {
  readonly answer: DecisionInput
  readonly thresholdFen: Fen
  /** Who proposed exactly this; null for an answer of one's own. */
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
  if (proposal)
    await tellOfProposal(context, session, application, proposal, proposedBy === null ? 'changed' : 'confirmed')
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

/** Keeps the answer for a manager of the bank; the clock goes on. */
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
  await tellOfProposal(context, session, application, proposal, 'made')
  await context.applications.amendIn(session, application, {
    set: { proposal },
    event: 'DECISION_PROPOSED',
    actor: actorOf(user),
    detail: { kind: proposal.kind, thresholdFen, amountAtStakeFen: amountAtStake(application) },
    shown,
    before: { action: answer.kind, by: moverOf(user).kind },
  })
}
