import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../db/index.js'
import {
  isEnded as isApplicationEnded,
  isBound as isApplicationBound,
  type Application,
} from '../applications/index.js'
import { type Fen, exactWanText } from '../kernel/money.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { fault, type FormFault } from '../web/form.js'
import { NotFound } from '../web/errors.js'
import type { Context } from './context.js'
import { dayOf, type By } from './invite-banks.js'
import { Unfit } from './move-refused.js'
import { moveSyndicate, requireMove, type Mover } from './move-syndicate.js'
import { leftFen, type SharedFact, type Syndicate, type SyndicateTerms } from './syndicate.js'
import { factsOfProject } from './project-facts.js'
import { mayRead } from './sight.js'

export type Plan = SyndicateTerms & { readonly leadShareFen: Fen; readonly factKeys: readonly string[] }

/** Whether a bank may form a syndicate for an application: it has taken it on, and it is neither over nor signed. */
export const isInHand = ({ kind, state }: Pick<Application, 'kind' | 'state'>): boolean =>
  kind === 'bank' && !['draft', 'submitted'].includes(state) && !isApplicationEnded(state) && !isApplicationBound(state)

/**
 * Forms a syndicate around an application that the lead has in hand.
 * @throws NotFound when the bank has no such application in hand; Unfit when the plan does not add up, or the request
 * has an open syndicate already.
 */
export async function openSyndicate(
  context: Context,
  bankId: string,
  applicationId: string,
  plan: Plan,
  mover: Mover,
): Promise<Syndicate> {
  const { banks, vocabulary } = await context.catalogue.current()
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get({ bankId }, applicationId, session)
    if (!isInHand(application)) throw new NotFound('本行没有在办的这份申请。')
    const open = await context.syndicates.withSlot(application.requestId, session)
    const taken =
      open === null ? [] : [fault('', '这项融资需求已有一个在办的银团，不能再筹组一个；原有银团终止后可以重新筹组')]
    refuse([...taken, ...faultsOf(plan)])
    const syndicate = syndicateOf(
      application,
      banks.get(bankId)?.name ?? application.bankName ?? bankId,
      plan,
      context.now(),
      await factsFor(context, application, bankId, vocabulary, session),
    )
    await context.syndicates.insert(session, syndicate)
    await recordForming(context, session, syndicate, mover)
    return syndicate
  })
}

/**
 * What a lead may show of the project behind an application, as long as the enterprise lets it see that itself; without
 * the consent nothing, whoever asks.
 */
export async function factsFor(
  { enterprises, now }: Pick<Context, 'enterprises' | 'now'>,
  application: Application,
  bankId: string,
  vocabulary: Vocabulary,
  session: ClientSession | null = null,
): Promise<readonly SharedFact[]> {
  const consents = await enterprises.consentsOf(application.enterpriseId, session)
  return mayRead(consents, bankId, dayOf({ now })) ? factsOfProject(application, vocabulary) : []
}

/** Changes the plan while nobody has seen it yet. */
export async function revisePlan(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  plan: Plan,
  { mover, shown }: By,
): Promise<Syndicate> {
  if (syndicate.applicationId === null || mover.bankId === null) throw new NotFound('没有这个银团。')
  const { vocabulary } = await context.catalogue.current()
  await requireMove(context, session, syndicate, { action: 'revise', mover, shown })
  const application = await context.applications.get({ bankId: mover.bankId }, syndicate.applicationId, session)
  refuse(faultsOf(plan))
  const { leadShareFen, factKeys, ...terms } = plan
  const set = {
    ...terms,
    lead: { ...syndicate.lead, shareFen: leadShareFen },
    facts: chosen(await factsFor(context, application, mover.bankId, vocabulary, session), factKeys),
  }
  return moveSyndicate(context, session, syndicate, { action: 'revise', mover, set, shown })
}

/** Changes what the lead takes on itself, within what the others have left. */
export async function changeLeadShare(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  amountFen: Fen,
  { mover, shown }: By,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'share', mover, shown })
  const most = leftFen(syndicate) + syndicate.lead.shareFen
  if (amountFen > most)
    throw new Unfit([fault('shareAmount', `本行份额最多 ${exactWanText(most)}：其余已由其他银行承诺`)])
  const set = { lead: { ...syndicate.lead, shareFen: amountFen } }
  return moveSyndicate(context, session, syndicate, { action: 'share', mover, set, shown, detail: { amountFen } })
}

function faultsOf({ investmentFen, totalFen, leadShareFen }: Plan): readonly FormFault[] {
  return [
    ...(investmentFen !== null && totalFen > investmentFen
      ? [fault('total', `银团总额 ${exactWanText(totalFen)}，超过项目总投资 ${exactWanText(investmentFen)}`)]
      : []),
    ...(leadShareFen > totalFen
      ? [fault('leadShare', `牵头行份额 ${exactWanText(leadShareFen)}，超过银团总额 ${exactWanText(totalFen)}`)]
      : []),
  ]
}

function syndicateOf(
  application: Application,
  bankName: string,
  { leadShareFen, factKeys, ...terms }: Plan,
  at: Date,
  facts: readonly SharedFact[],
): Syndicate {
  return {
    ...terms,
    id: newRecordId(),
    applicationId: application.id,
    slot: application.requestId,
    enterpriseId: application.enterpriseId,
    enterpriseName: application.enterpriseName,
    lead: { bankId: application.bankId, bankName, shareFen: leadShareFen },
    facts: chosen(facts, factKeys),
    invitations: [],
    agreement: null,
    members: [],
    isSample: application.isSample,
    reported: null,
    state: 'forming',
    version: 1,
    createdAt: at,
    updatedAt: at,
    endedAt: null,
  }
}

const chosen = (facts: readonly SharedFact[], keys: readonly string[]) => facts.filter(({ key }) => keys.includes(key))

async function recordForming(
  context: Context,
  session: ClientSession,
  { id, state, enterpriseId, applicationId, totalFen }: Syndicate,
  { actor, name, organisation }: Mover,
): Promise<void> {
  const by = { accountId: actor.accountId, name, organisation }
  const move = {
    id: newRecordId(),
    syndicateId: id,
    seq: 1,
    action: 'form',
    from: null,
    to: state,
    by,
    at: context.now(),
  }
  await context.moves.insert(session, {
    ...move,
    reason: null,
    bankId: null,
    bankName: null,
    detail: { applicationId },
  })
  await context.audit.record(session, {
    name: 'SYNDICATE_FORMED',
    actor,
    subject: { kind: 'syndicate', id },
    detail: { applicationId, enterpriseId, totalFen },
  })
}

function refuse(faults: readonly FormFault[]): void {
  if (faults.length > 0) throw new Unfit(faults)
}
