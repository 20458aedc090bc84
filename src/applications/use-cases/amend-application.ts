import type { ClientSession } from 'mongoose'
import type { Actor } from '../../audit/index.js'
import type { ApplicationContext } from '../application-context.js'
import type { Application } from '../rules/application.js'
import { MoveRefused, refuseOvertaken } from '../rules/move-refused.js'
import { refusalOf, type MoveAction, type MoverKind } from '../rules/state-table.js'
import type { ApplicationChanges } from './move-application.js'

/** A change that leaves the state and the clock alone: a proposal, another person in charge, a paper checked. */
export type Amendment = {
  readonly set: ApplicationChanges
  /** What the audit log calls it. */
  readonly event: string
  readonly actor: Actor
  /** Codes, ids and figures for the audit log; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** The version that the form showed; a newer one means that somebody was faster. */
  readonly shown?: number
  /** The move that this prepares, such as a proposal an approval: refused where the table would refuse that move. */
  readonly before?: { readonly action: MoveAction; readonly by: MoverKind }
}

/**
 * Changes an application without moving it, in the given transaction: a new version with its audit event.
 * @param application as read in this session
 * @throws Overtaken when somebody changed it since the form was shown; MoveRefused when the move prepared could not be
 *   made
 */
export async function amendApplication(
  context: ApplicationContext,
  session: ClientSession,
  application: Application,
  { set, event, actor, detail = {}, shown, before }: Amendment,
): Promise<Application> {
  if (shown !== undefined && shown !== application.version) {
    refuseOvertaken(shown, application, await context.moves.last(application.id, session))
  }
  if (before && refusalOf(before.action, application, before.by) !== null) {
    throw new MoveRefused(before.action, application, await context.moves.last(application.id, session))
  }
  const next: Application = {
    ...application,
    ...set,
    version: application.version + 1,
    updatedAt: context.now(),
  }
  if (!(await context.applications.replace(session, next, application.version))) {
    throw new Error(`application ${application.id} was changed inside a transaction that had read it`)
  }
  await context.audit.record(session, {
    name: event,
    actor,
    subject: { kind: 'application', id: application.id },
    detail,
  })
  return next
}
