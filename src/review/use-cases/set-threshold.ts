import type { ClientSession } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import { actorOf } from '../../kernel/actor.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { Fen } from '../../kernel/money.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { ReviewContext } from '../review.context.js'
import { DEFAULT_FOUR_EYES_FEN } from '../rules/threshold.js'

/**
 * The amount above which this person does not decide alone: the bank's threshold. For the person who raised it the lower
 * one before stays in force until a colleague sets it too; otherwise one person could raise the threshold above an
 * application and decide on it alone.
 */
export async function thresholdFor(
  { settings }: Pick<ReviewContext, 'settings'>,
  { id, organisation }: Pick<SignedInUser, 'id' | 'organisation'>,
  session: ClientSession | null = null,
): Promise<Fen> {
  const setting = await settings.find(organisation.id, session)
  if (setting === null) return DEFAULT_FOUR_EYES_FEN
  return setting.byId === id ? Math.min(setting.foundFen, setting.fourEyesFen) : setting.fourEyesFen
}

/** Sets the bank's threshold for later decisions and proposals. @throws DomainError `review.settings-changed` */
export function setThreshold(
  { connection, settings, now, audit }: ReviewContext,
  user: SignedInUser,
  { fourEyesFen, shown }: { readonly fourEyesFen: Fen; readonly shown: number },
): Promise<void> {
  const bankId = user.organisation.id
  return inTransaction(connection, async (session) => {
    const before = await settings.find(bankId, session)
    if (shown !== (before?.version ?? 0)) {
      throw new DomainError('review.settings-changed', { by: before?.by ?? null })
    }
    const current = before?.fourEyesFen ?? DEFAULT_FOUR_EYES_FEN
    const foundFen = before?.byId === user.id ? Math.min(before.foundFen, current) : current
    const who = { by: user.name, byId: user.id, at: now() }
    await settings.save(session, { bankId, fourEyesFen, foundFen, version: shown + 1, ...who })
    await audit.record(session, {
      name: 'BANK_THRESHOLD_CHANGED',
      actor: actorOf(user),
      subject: { kind: 'bank', id: bankId },
      detail: { fromFen: current, toFen: fourEyesFen },
    })
  })
}
