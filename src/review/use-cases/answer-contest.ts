import { moverOf, scopeOf, type Application, type Contest } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { actorOf } from '../../kernel/actor.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { contestRejectedNotice } from '../review.notices.js'
import { ReviewRefused } from '../rules/review-refused.js'
import { moveCase } from './take-step.js'

/** The contest that waits for an answer of the bank; null when there is none. */
export const openContest = ({ contests }: Pick<Application, 'contests'>): Contest | null =>
  contests.find(({ answer }) => answer === null) ?? null

/**
 * Answers the enterprise's contest of a refusal. If it is upheld, the bank reviews the application again; otherwise the
 * refusal stays. The enterprise is notified either way.
 * @throws RecordNotFound, MoveRefused, Overtaken; DomainError `review.no-open-contest`
 */
export function answerContest(
  context: ReviewContext,
  of: CaseRef,
  { upheld, text }: { readonly upheld: boolean; readonly text: string },
): Promise<Application> {
  const { applications, notices, audit } = context
  const { user, shown } = of
  return inTransaction(context.connection, async (session) => {
    const application = await applications.get(scopeOf(user), of.id, session)
    const contested = openContest(application)
    if (contested === null) throw new ReviewRefused('review.no-open-contest', application)
    const answer = { upheld, text, at: context.now(), by: user.name }
    const contests = application.contests.map((one) => (one === contested ? { ...one, answer } : one))
    const event = {
      name: 'CONTEST_ANSWERED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { upheld, fact: contested.fact },
    }
    if (upheld) {
      const reason = `异议成立：${text}`
      const reopened = await moveCase(context, session, application, of, {
        action: 'reopen',
        reason,
        set: { contests },
      })
      await audit.record(session, event)
      return reopened
    }
    await notices.tell(session, contestRejectedNotice(application, text))
    return applications.amendIn(session, application, {
      set: { contests },
      event: event.name,
      actor: event.actor,
      detail: event.detail,
      shown,
      before: { action: 'reopen', by: moverOf(user).kind },
    })
  })
}
