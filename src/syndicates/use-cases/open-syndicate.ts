import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../../db/index.js'
import {
  isEnded as isApplicationEnded,
  isBound as isApplicationBound,
  type Application,
  type Dimensions,
} from '../../applications/index.js'
import { type Fen, exactWanText, wanText } from '../../kernel/money.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { fieldFault, type FieldFault } from '../../kernel/field-fault.js'
import { DomainError } from '../../kernel/domain-error.js'
import {
  type SyndicateContext,
  moveSyndicate,
  requireMove,
  type SyndicateMover,
  InvalidSyndicateInput,
} from './move-syndicate.js'
import { todayOf, type MoveBy } from './invite-banks.js'
import { unpromisedFen, type SharedFact, type Syndicate, type SyndicateTerms } from '../rules/syndicate.js'
import { hasConsent } from '../rules/member-access.js'
import { groupDigits } from '../../kernel/text.js'

export type SyndicatePlan = SyndicateTerms & { readonly leadShareFen: Fen; readonly factKeys: readonly string[] }

/** Whether a bank may form a syndicate for an application: accepted by the bank, not ended and not signed. */
export const canFormSyndicate = ({ kind, state }: Pick<Application, 'kind' | 'state'>): boolean =>
  kind === 'bank' && !['draft', 'submitted'].includes(state) && !isApplicationEnded(state) && !isApplicationBound(state)

/**
 * Opens a syndicate for an application that the lead bank handles.
 * @throws DomainError `syndicate.no-application` when the bank does not handle such an application;
 *   InvalidSyndicateInput when the plan does not add up or the request has an open syndicate
 */
export async function openSyndicate(
  context: SyndicateContext,
  bankId: string,
  applicationId: string,
  plan: SyndicatePlan,
  mover: SyndicateMover,
): Promise<Syndicate> {
  const { banks, vocabulary } = await context.catalogue.current()
  return inTransaction(context.connection, async (session) => {
    const application = await context.applications.get({ bankId }, applicationId, session)
    if (!canFormSyndicate(application)) throw new DomainError('syndicate.no-application')
    const open = await context.syndicates.withSlot(application.requestId, session)
    const taken =
      open === null
        ? []
        : [fieldFault('', '这项融资需求已有一个在办的银团，不能再筹组一个；原有银团终止后可以重新筹组')]
    requireNoFaults([...taken, ...planFaults(plan)])
    const syndicate = syndicateOf(
      application,
      banks.get(bankId)?.name ?? application.bankName ?? bankId,
      plan,
      context.now(),
      await sharableFacts(context, application, bankId, vocabulary, session),
    )
    await context.syndicates.insert(session, syndicate)
    await recordForming(context, session, syndicate, mover)
    return syndicate
  })
}

/**
 * The facts of a project that the lead may share. Empty unless the enterprise's consent lets the lead itself read them.
 */
export async function sharableFacts(
  { enterprises, now }: Pick<SyndicateContext, 'enterprises' | 'now'>,
  application: Application,
  bankId: string,
  vocabulary: Vocabulary,
  session: ClientSession | null = null,
): Promise<readonly SharedFact[]> {
  const consents = await enterprises.consentsOf(application.enterpriseId, session)
  return hasConsent(consents, bankId, todayOf({ now })) ? factsOfProject(application, vocabulary) : []
}

/** Changes the plan while nobody has seen it yet. */
export async function revisePlan(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  plan: SyndicatePlan,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  if (syndicate.applicationId === null || mover.bankId === null) throw new DomainError('syndicate.not-found')
  const { vocabulary } = await context.catalogue.current()
  await requireMove(context, session, syndicate, { action: 'revise', mover, shown })
  const application = await context.applications.get({ bankId: mover.bankId }, syndicate.applicationId, session)
  requireNoFaults(planFaults(plan))
  const { leadShareFen, factKeys, ...terms } = plan
  const set = {
    ...terms,
    lead: { ...syndicate.lead, shareFen: leadShareFen },
    facts: selectFacts(await sharableFacts(context, application, mover.bankId, vocabulary, session), factKeys),
  }
  return moveSyndicate(context, session, syndicate, { action: 'revise', mover, set, shown })
}

/** Changes what the lead takes on itself, within what the others have left. */
export async function changeLeadShare(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  amountFen: Fen,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'share', mover, shown })
  const most = unpromisedFen(syndicate) + syndicate.lead.shareFen
  if (amountFen > most)
    throw new InvalidSyndicateInput([
      fieldFault('shareAmount', `本行份额最多 ${exactWanText(most)}：其余已由其他银行承诺`),
    ])
  const set = { lead: { ...syndicate.lead, shareFen: amountFen } }
  return moveSyndicate(context, session, syndicate, { action: 'share', mover, set, shown, detail: { amountFen } })
}

function planFaults({ investmentFen, totalFen, leadShareFen }: SyndicatePlan): readonly FieldFault[] {
  return [
    ...(investmentFen !== null && totalFen > investmentFen
      ? [fieldFault('total', `银团总额 ${exactWanText(totalFen)}，超过项目总投资 ${exactWanText(investmentFen)}`)]
      : []),
    ...(leadShareFen > totalFen
      ? [fieldFault('leadShare', `牵头行份额 ${exactWanText(leadShareFen)}，超过银团总额 ${exactWanText(totalFen)}`)]
      : []),
  ]
}

function syndicateOf(
  application: Application,
  bankName: string,
  { leadShareFen, factKeys, ...terms }: SyndicatePlan,
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
    facts: selectFacts(facts, factKeys),
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

const selectFacts = (facts: readonly SharedFact[], keys: readonly string[]) =>
  facts.filter(({ key }) => keys.includes(key))

async function recordForming(
  context: SyndicateContext,
  session: ClientSession,
  { id, state, enterpriseId, applicationId, totalFen }: Syndicate,
  { actor, name, organisation }: SyndicateMover,
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

function requireNoFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new InvalidSyndicateInput(faults)
}

const NOT_KNOWN = '未填写'

type Named = {
  readonly key: string
  readonly label: string
  readonly text: (of: Dimensions, vocabulary: Vocabulary) => string | null
}

const coded = (code: string | null, names: ReadonlyMap<string, string>) =>
  code === null ? null : [code, names.get(code)].filter(Boolean).join(' ')
const amountOf = (value: number | null, unit: string) => (value === null ? null : `${groupDigits(value, 2)} ${unit}`)

/** The facts that a lead may share: frozen when the enterprise applied, without personal data. */
const FACTS: readonly Named[] = [
  { key: 'division', label: '所在师市', text: ({ division }) => (division === 'none' ? '兵团以外' : division) },
  { key: 'industry', label: '行业', text: ({ industry }, { industries }) => coded(industry, industries) },
  { key: 'size', label: '企业规模', text: ({ sizeClass }) => sizeClass },
  { key: 'ownership', label: '所有制', text: ({ ownership }) => ownership },
  { key: 'years', label: '经营年限', text: ({ yearsInOperation }) => amountOf(yearsInOperation, '年') },
  {
    key: 'green',
    label: '绿色目录类别',
    text: ({ greenCode }, { greenClasses }) => (greenCode === '' ? '不属于绿色目录' : coded(greenCode, greenClasses)),
  },
  { key: 'use', label: '资金用途', text: ({ purpose }) => purpose },
  {
    key: 'investment',
    label: '项目总投资',
    text: ({ investmentFen }) => (investmentFen === null ? null : wanText(investmentFen)),
  },
  { key: 'saving', label: '年节能量', text: ({ energySavingTce }) => amountOf(energySavingTce, '吨标准煤') },
  { key: 'reduction', label: '年减排量', text: ({ carbonReductionT }) => amountOf(carbonReductionT, '吨二氧化碳') },
]

export const FACT_KEYS = FACTS.map(({ key }) => key)

/** All sharable facts of an application's project; unknown values read 未填写. */
export function factsOfProject({ dimensions }: Pick<Application, 'dimensions'>, vocabulary: Vocabulary): SharedFact[] {
  return FACTS.map(({ key, label, text }) => ({ key, label, text: text(dimensions, vocabulary) ?? NOT_KNOWN }))
}
