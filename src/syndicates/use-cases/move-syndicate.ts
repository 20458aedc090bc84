import type { Connection, ClientSession } from 'mongoose'
import type { AccountsService } from '../../accounts/index.js'
import type { ApplicationsService } from '../../applications/index.js'
import type { AuditLog, Actor } from '../../audit/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { EnterprisesService } from '../../enterprises/index.js'
import type { Notices } from '../../notices/index.js'
import type { SyndicatePaymentStore } from '../data/payment.store.js'
import type { SyndicateMoveStore } from '../data/move.store.js'
import type { SyndicateStore } from '../data/syndicate.store.js'
import { newRecordId } from '../../db/index.js'
import { noticesForMove } from '../syndicates.notices.js'
import {
  isEnded,
  SYNDICATE_MOVES,
  refusalOf,
  targetOf,
  type SyndicateAction,
  type SyndicateMoverKind,
  type Requirement,
} from '../rules/state-table.js'
import type { SyndicateInvitation, Syndicate, SyndicateMove } from '../rules/syndicate.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { FieldFault } from '../../kernel/field-fault.js'

/** What every use case about syndicates works with. */
export type SyndicateContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly applications: Pick<ApplicationsService, 'get' | 'list'>
  readonly enterprises: Pick<EnterprisesService, 'consentsOf' | 'giveConsentIn'>
  readonly accounts: Pick<AccountsService, 'list' | 'activeOf'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  readonly syndicates: SyndicateStore
  readonly moves: SyndicateMoveStore
  readonly flows: SyndicatePaymentStore
}

/** Who makes a move: the sides it may speak for, the person as the audit log names people, the names timelines show. */
export type SyndicateMover = {
  readonly kinds: ReadonlySet<SyndicateMoverKind>
  readonly actor: Actor
  readonly name: string
  readonly organisation: string
  readonly bankId: string | null
}

/** Rules that the portal carries out by itself. */
export const PORTAL_MOVER: SyndicateMover = {
  kinds: new Set(['system']),
  actor: { accountId: null, role: 'system', organisationId: null },
  name: '',
  organisation: '平台',
  bankId: null,
}

/** Fields that a move may set along with the state. */
export type SyndicateChanges = Partial<
  Omit<
    Syndicate,
    'id' | 'applicationId' | 'slot' | 'enterpriseId' | 'isSample' | 'state' | 'version' | 'createdAt' | 'updatedAt'
  >
>

export type MoveOrder = {
  readonly action: SyndicateAction
  readonly mover: SyndicateMover
  readonly reason?: string | null
  /** The invitations that the move is about; the timeline names their banks. */
  readonly about?: readonly Pick<SyndicateInvitation, 'bankId' | 'bankName'>[]
  /** Codes, ids and figures for the record of the move; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly set?: SyndicateChanges
  /** The version that the form showed; a newer one means that somebody was faster. */
  readonly shown?: number
}

/**
 * Moves one syndicate, the only way there is: checks the table, writes the syndicate, the move, the notices and the
 * audit event, all in the given transaction.
 * @param syndicate as read in this session
 * @throws SyndicateOvertaken when somebody moved it since the form was shown; SyndicateMoveRefused when the table does
 * not allow it.
 */
export async function moveSyndicate(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  order: MoveOrder,
): Promise<Syndicate> {
  const { action, mover } = order
  const last = await requireMove(context, session, syndicate, order)
  requireAll(action, order)

  const at = context.now()
  const to = targetOf(action, syndicate.state)
  const moved: Syndicate = {
    ...syndicate,
    ...order.set,
    state: to,
    slot: isEnded(to) ? syndicate.id : syndicate.slot,
    version: syndicate.version + 1,
    updatedAt: at,
    endedAt: isEnded(to) ? at : null,
  }
  const move = moveRecord(syndicate, moved, order, { at, seq: (last?.seq ?? 0) + 1 })
  if (!(await context.syndicates.replace(session, moved, syndicate.version))) {
    throw new Error(`syndicate ${syndicate.id} was changed inside a transaction that had read it`)
  }
  await context.moves.insert(session, move)
  await context.notices.tell(session, noticesForMove(syndicate, moved, move))
  await context.audit.record(session, {
    name: `SYNDICATE_${action.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
    actor: mover.actor,
    subject: { kind: 'syndicate', id: syndicate.id },
    detail: {
      from: move.from,
      to: move.to,
      seq: move.seq,
      ...(order.about && { banks: order.about.map(({ bankId }) => bankId) }),
      ...order.detail,
    },
  })
  return moved
}

/**
 * Whether a move may be made at all, before anything that was filled in is looked at. Returns the last move.
 * @throws SyndicateOvertaken, SyndicateMoveRefused
 */
export async function requireMove(
  context: Pick<SyndicateContext, 'moves'>,
  session: ClientSession,
  syndicate: Syndicate,
  { action, mover, shown }: Pick<MoveOrder, 'action' | 'mover' | 'shown'>,
): Promise<SyndicateMove | null> {
  const last = await context.moves.last(syndicate.id, session)
  if (shown !== undefined && shown !== syndicate.version) throw new SyndicateChanged(syndicate, last)
  if (refusalOf(action, syndicate.state, mover.kinds) !== null) throw new SyndicateMoveRefused(action, syndicate, last)
  return last
}

/** @throws RangeError when a use case forgot what the table asks for: a fault of the code, not of a person. */
function requireAll(action: SyndicateAction, { reason, about, detail, set }: MoveOrder): void {
  const there: Readonly<Record<Requirement, boolean>> = {
    reason: (reason ?? '').trim() !== '',
    invitation: (about?.length ?? 0) > 0,
    agreement: Boolean(set?.agreement) && (set?.members?.length ?? 0) > 0,
    flow: typeof detail?.flowId === 'string',
  }
  const missing = SYNDICATE_MOVES[action].requires.filter((requirement) => !there[requirement])
  if (missing.length > 0) throw new RangeError(`the move lacks ${missing.join(', ')}`)
}

function moveRecord(
  before: Syndicate,
  moved: Syndicate,
  { action, mover, reason, about = [], detail }: MoveOrder,
  { at, seq }: { readonly at: Date; readonly seq: number },
): SyndicateMove {
  return {
    id: newRecordId(),
    syndicateId: before.id,
    seq,
    action,
    from: before.state,
    to: moved.state,
    by: { accountId: mover.actor.accountId, name: mover.name, organisation: mover.organisation },
    at,
    reason: reason ?? null,
    bankId: about.length === 1 ? (about[0]?.bankId ?? null) : null,
    bankName: about.length === 0 ? null : about.map(({ bankName }) => bankName).join('、'),
    detail: detail ?? {},
  }
}

export type SyndicateMoveRefusal = Pick<Syndicate, 'id' | 'state'> & {
  readonly action: SyndicateAction
  readonly last: SyndicateMove | null
}

/** The state table does not allow this move from the current state. */
export class SyndicateMoveRefused extends DomainError {
  constructor(action: SyndicateAction, { id, state }: Syndicate, last: SyndicateMove | null) {
    super('syndicate.move-refused', { id, state, action, last } satisfies SyndicateMoveRefusal)
  }
}

/** Somebody changed the syndicate since the form was shown. */
export class SyndicateChanged extends DomainError {
  constructor({ id, state }: Syndicate, last: SyndicateMove | null) {
    super('syndicate.changed', { id, state, last } satisfies Omit<SyndicateMoveRefusal, 'action'>)
  }
}

/** The input does not fit the current syndicate: every fault with its field. Nothing is changed. */
export class InvalidSyndicateInput extends DomainError {
  constructor(readonly faults: readonly FieldFault[]) {
    super('syndicate.invalid-input', { faults })
  }
}
