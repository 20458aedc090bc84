import type { ClientSession } from 'mongoose'
import type { Actor } from '../audit/index.js'
import { newRecordId } from '../db/index.js'
import type { Context } from './context.js'
import { SyndicateMoveRefused, SyndicateOvertaken } from './move-refused.js'
import { noticesForMove } from './notices-for-move.js'
import { isEnded, MOVES, refusalOf, targetOf, type Action, type MoverKind, type Requirement } from './state-table.js'
import type { Invitation, Syndicate, SyndicateMove } from './syndicate.js'

/** Who makes a move: the sides it may speak for, the person as the audit log names people, the names timelines show. */
export type Mover = {
  readonly kinds: ReadonlySet<MoverKind>
  readonly actor: Actor
  readonly name: string
  readonly organisation: string
  readonly bankId: string | null
}

/** Rules that the portal carries out by itself. */
export const portal: Mover = {
  kinds: new Set(['system']),
  actor: { accountId: null, role: 'system', organisationId: null },
  name: '',
  organisation: '平台',
  bankId: null,
}

/** Fields that a move may set along with the state. */
export type Changes = Partial<
  Omit<
    Syndicate,
    'id' | 'applicationId' | 'slot' | 'enterpriseId' | 'isSample' | 'state' | 'version' | 'createdAt' | 'updatedAt'
  >
>

export type MoveOrder = {
  readonly action: Action
  readonly mover: Mover
  readonly reason?: string | null
  /** The invitations that the move is about; the timeline names their banks. */
  readonly about?: readonly Pick<Invitation, 'bankId' | 'bankName'>[]
  /** Codes, ids and figures for the record of the move; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly set?: Changes
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
  context: Context,
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
  const move = recordOf(syndicate, moved, order, { at, seq: (last?.seq ?? 0) + 1 })
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
  context: Pick<Context, 'moves'>,
  session: ClientSession,
  syndicate: Syndicate,
  { action, mover, shown }: Pick<MoveOrder, 'action' | 'mover' | 'shown'>,
): Promise<SyndicateMove | null> {
  const last = await context.moves.last(syndicate.id, session)
  if (shown !== undefined && shown !== syndicate.version) throw new SyndicateOvertaken(syndicate, last)
  if (refusalOf(action, syndicate.state, mover.kinds) !== null) throw new SyndicateMoveRefused(action, syndicate, last)
  return last
}

/** @throws RangeError when a use case forgot what the table asks for: a fault of the code, not of a person. */
function requireAll(action: Action, { reason, about, detail, set }: MoveOrder): void {
  const there: Readonly<Record<Requirement, boolean>> = {
    reason: (reason ?? '').trim() !== '',
    invitation: (about?.length ?? 0) > 0,
    agreement: Boolean(set?.agreement) && (set?.members?.length ?? 0) > 0,
    flow: typeof detail?.flowId === 'string',
  }
  const missing = MOVES[action].requires.filter((requirement) => !there[requirement])
  if (missing.length > 0) throw new RangeError(`the move lacks ${missing.join(', ')}`)
}

function recordOf(
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
