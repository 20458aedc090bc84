import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { BasisPoints } from '../../kernel/percent.js'
import type { BankShare, SyndicateRole } from './share-rules.js'
import type { SyndicateState } from './state-table.js'

/** What a syndicate is formed for. Null is not settled yet. */
export type SyndicateTerms = {
  readonly title: string
  readonly purpose: string
  readonly investmentFen: Fen | null
  readonly totalFen: Fen
  readonly termMonths: number | null
  readonly rateBp: BasisPoints | null
}

/** A fact of the project as it was when the enterprise applied, which the lead shows to the banks it invites. */
export type SharedFact = { readonly key: string; readonly label: string; readonly text: string }

export type InvitationState =
  /** Waits for the enterprise to agree to this bank. */
  | 'proposed'
  | 'sent'
  | 'accepted'
  | 'declined'
  | 'lapsed'
  /** The enterprise does not want this bank to see the project. */
  | 'refused'
  | 'recalled'
  /** Accepted, and taken back before signing. */
  | 'retracted'

export const INVITATION_STATE_NAMES: Readonly<Record<InvitationState, string>> = {
  proposed: '待企业同意',
  sent: '待答复',
  accepted: '已接受',
  declined: '已婉拒',
  lapsed: '到期未答复',
  refused: '企业不同意',
  recalled: '已收回',
  retracted: '已退出',
}

export type SyndicateInvitation = {
  readonly id: string
  readonly bankId: string
  readonly bankName: string
  readonly role: Exclude<SyndicateRole, 'lead'>
  readonly proposedFen: Fen
  readonly message: string
  /** The last day on which the bank may answer. */
  readonly until: LawDate
  readonly state: InvitationState
  /** The enterprise's consent for this bank alone; the id is that of the consent in its list. */
  readonly consent: { readonly id: string; readonly at: Date; readonly by: string } | null
  readonly answer: {
    readonly at: Date
    readonly by: string
    readonly amountFen: Fen | null
    readonly reason: string | null
  } | null
}

/** What is known from a report about a founding fact, or made up for the demonstration; null on real records. */
export type FigureBasis = 'reported' | 'sample' | null

/** A bank bound by the agreement. Its share never changes any more; what it has paid and got back grows. */
export type SyndicateMember = BankShare & {
  /** Null only in a sample or a reported case: an institution known by name alone. */
  readonly bankId: string | null
  readonly answeredAt: Date | null
  readonly drawnFen: Fen
  readonly repaidFen: Fen
  readonly basis: FigureBasis
}

export type SyndicateAgreement = {
  readonly number: string
  readonly on: LawDate
  /** The member that handles the money (代理行). */
  readonly agentKey: string
  readonly at: Date
  readonly by: string
}

export type Syndicate = SyndicateTerms & {
  readonly id: string
  /** The application that the lead handles; null in a sample or a reported case. */
  readonly applicationId: string | null
  /** What only one open syndicate may have: the request it is formed for, or its own id once it has ended. */
  readonly slot: string
  readonly enterpriseId: string
  readonly enterpriseName: string
  readonly lead: { readonly bankId: string | null; readonly bankName: string; readonly shareFen: Fen }
  readonly facts: readonly SharedFact[]
  readonly invitations: readonly SyndicateInvitation[]
  readonly agreement: SyndicateAgreement | null
  /** Empty before the agreement. */
  readonly members: readonly SyndicateMember[]
  readonly isSample: boolean
  /** Founding facts from outside with their source; null on real records. */
  readonly reported: { readonly source: string; readonly facts: readonly string[] } | null
  readonly state: SyndicateState
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly endedAt: Date | null
}

/** One payment out or back, split among the members. */
export type SyndicatePayment = {
  readonly id: string
  readonly syndicateId: string
  /** 1, 2, 3 … within the syndicate. */
  readonly seq: number
  readonly kind: 'drawdown' | 'repayment'
  readonly on: LawDate
  readonly amountFen: Fen
  /** In the order of the members. */
  readonly parts: readonly { readonly key: string; readonly fen: Fen }[]
  readonly note: string
  readonly by: string
  readonly at: Date
  readonly basis: FigureBasis
}

/** One move, as it happened; never changed. */
export type SyndicateMove = {
  readonly id: string
  readonly syndicateId: string
  readonly seq: number
  readonly action: string
  readonly from: SyndicateState | null
  readonly to: SyndicateState
  readonly by: { readonly accountId: string | null; readonly name: string; readonly organisation: string }
  readonly at: Date
  readonly reason: string | null
  /** The bank that an invitation or an answer is about. */
  readonly bankId: string | null
  readonly bankName: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

const LIVE: ReadonlySet<InvitationState> = new Set(['proposed', 'sent', 'accepted'])
/** Whether an invitation still counts; a bank has one such at most. */
export const isOpenInvitation = ({ state }: Pick<SyndicateInvitation, 'state'>): boolean => LIVE.has(state)

export const acceptedOf = ({ invitations }: Pick<Syndicate, 'invitations'>): readonly SyndicateInvitation[] =>
  invitations.filter(({ state }) => state === 'accepted')

/** The current banks and shares: by the agreement, or the lead and those who have accepted. */
export function sharesOf(syndicate: Pick<Syndicate, 'lead' | 'invitations' | 'members'>): readonly SyndicateMember[] {
  if (syndicate.members.length > 0) return syndicate.members
  const { lead } = syndicate
  const nothing = { drawnFen: 0, repaidFen: 0, basis: null }
  return [
    { ...nothing, ...lead, key: lead.bankId ?? 'lead', role: 'lead', answeredAt: null },
    ...acceptedOf(syndicate).map((invitation): SyndicateMember => ({
      ...nothing,
      key: invitation.bankId,
      bankId: invitation.bankId,
      bankName: invitation.bankName,
      role: invitation.role,
      shareFen: invitation.answer?.amountFen ?? 0,
      answeredAt: invitation.answer?.at ?? null,
    })),
  ]
}

/** What nobody has promised yet, in fen; below 0 when the lead has more than fits. */
export const unpromisedFen = (syndicate: Pick<Syndicate, 'totalFen' | 'lead' | 'invitations' | 'members'>): Fen =>
  sharesOf(syndicate).reduce((left, { shareFen }) => left - shareFen, syndicate.totalFen)

export const drawnFen = ({ members }: Pick<Syndicate, 'members'>): Fen =>
  members.reduce((sum, one) => sum + one.drawnFen, 0)
export const repaidFen = ({ members }: Pick<Syndicate, 'members'>): Fen =>
  members.reduce((sum, one) => sum + one.repaidFen, 0)

/** The bank that handles the money: the lead until the agreement names one. */
export const agentBankId = (syndicate: Pick<Syndicate, 'agreement' | 'members' | 'lead'>): string | null => {
  const { agreement, members, lead } = syndicate
  return agreement === null ? lead.bankId : (members.find(({ key }) => key === agreement.agentKey)?.bankId ?? null)
}
