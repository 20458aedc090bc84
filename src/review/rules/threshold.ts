import { actorOf } from '../../audit/index.js'
import type { ClientSession } from 'mongoose'
import type { Application, ApplicationState } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'
import { PageError } from '../../web/errors.js'
import { paths } from '../../paths.js'
import type { ReviewContext } from '../review.context.js'

/** 1,000 万元, until the bank sets another one (source: the portal's rules). */
export const DEFAULT_FOUR_EYES_FEN: Fen = fenFromWan(1000)

/**
 * Above which amount this person of the bank does not decide alone: the bank's threshold. Whoever raised it is held to
 * what stood before until a colleague has set it too; otherwise one person could lift the threshold over an application
 * and decide on it alone.
 */
export async function thresholdFor(
  { settings }: Pick<ReviewContext, 'settings'>,
  { id, organisation }: Pick<Express.User, 'id' | 'organisation'>,
  session: ClientSession | null = null,
): Promise<Fen> {
  const setting = await settings.find(organisation.id, session)
  if (setting === null) return DEFAULT_FOUR_EYES_FEN
  return setting.byId === id ? Math.min(setting.foundFen, setting.fourEyesFen) : setting.fourEyesFen
}

/** What the enterprise chose; before it chose, what it asks for. */
export const amountAtStake = ({ amountFen, offer, state }: Pick<Application, 'amountFen' | 'offer' | 'state'>): Fen =>
  state === 'chosen' && offer !== null ? Math.min(amountFen, offer.terms.amountFen) : amountFen

/** States from the approval on: what was approved stands. */
const APPROVED: ReadonlySet<ApplicationState> = new Set(['approved', 'contracted', 'disbursing', 'repaying', 'closed'])

/**
 * What the same bank has had chosen or has approved already in the other applications of a request, so that nobody
 * stays under the threshold by dividing one request among several products.
 * @param own the bank's applications of the request
 */
export const committedFen = ({ id }: Pick<Application, 'id'>, own: readonly Application[]): Fen =>
  own
    .filter((one) => one.id !== id)
    .map((one) => {
      if (APPROVED.has(one.state)) return one.decision?.amountFen ?? amountAtStake(one)
      return one.state === 'chosen' ? amountAtStake(one) : 0
    })
    .reduce((sum, fen) => sum + fen, 0)

/**
 * Whether a second person has to decide. What the officer would grant does not count, so less granted frees nobody.
 * @param beside see `besideFen`
 */
export const needsSecondPerson = (application: Application, beside: Fen, thresholdFen: Fen): boolean =>
  application.proposal !== null || amountAtStake(application) + beside > thresholdFen

/** Sets the bank's threshold, for decisions and proposals from now on. @throws PageError 409 when somebody was faster. */
export function setThreshold(
  { connection, settings, now, audit }: ReviewContext,
  user: Express.User,
  { fourEyesFen, shown }: { readonly fourEyesFen: Fen; readonly shown: number },
): Promise<void> {
  const bankId = user.organisation.id
  return inTransaction(connection, async (session) => {
    const before = await settings.find(bankId, session)
    if (shown !== (before?.version ?? 0)) {
      throw new PageError(409, '有人先改了设置', `${before?.by ?? '同事'}刚刚改过这项设置，您的修改没有保存。`, [
        { href: paths.bankSettings({}), text: '查看现在的设置' },
      ])
    }
    const standing = before?.fourEyesFen ?? DEFAULT_FOUR_EYES_FEN
    const foundFen = before?.byId === user.id ? Math.min(before.foundFen, standing) : standing
    const who = { by: user.name, byId: user.id, at: now() }
    await settings.keep(session, { bankId, fourEyesFen, foundFen, version: shown + 1, ...who })
    await audit.record(session, {
      name: 'BANK_THRESHOLD_CHANGED',
      actor: actorOf(user),
      subject: { kind: 'bank', id: bankId },
      detail: { fromFen: standing, toFen: fourEyesFen },
    })
  })
}
