import { moverOf, scopeOf, type Application, type Contest } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { paths } from '../../paths.js'
import type { CaseRef, ReviewContext } from '../review.context.js'
import { NotNow } from '../not-now.js'
import { moveCase } from './take-step.js'

/** The contest that waits for the bank; null where none does. */
export const openContest = ({ contests }: Pick<Application, 'contests'>): Contest | null =>
  contests.find(({ answer }) => answer === null) ?? null

/**
 * Answers what the enterprise says is wrong. Upheld, the bank reviews the application again; not upheld, the refusal
 * stands. Either way the enterprise is told.
 * @throws NotFound, MoveRefused, Overtaken; NotNow where nothing is contested
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
    if (contested === null) throw new NotNow(application, '答复异议', '没有等待答复的异议。')
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
    await notices.tell(session, {
      to: { kind: 'enterprise', id: application.enterpriseId },
      subject: `异议答复：${application.title}（${application.number}）`,
      text: `${application.bankName ?? ''}认为异议不成立，原结论不变。答复：${text}`,
      href: paths.application({ id: application.id }),
      about: { kind: 'application', id: application.id },
    })
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
