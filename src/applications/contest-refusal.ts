import { inTransaction } from '../db/index.js'
import { PageError } from '../web/errors.js'
import { paths } from '../paths.js'
import type { Application, Contest } from './application.js'
import type { Scope } from './application.store.js'
import type { Mover } from './mover.js'
import type { RequestsContext } from './requests-context.js'

/** Whether a refusal can be contested now: one that nobody has yet answered is enough. */
export const mayContest = ({ state, contests }: Pick<Application, 'state' | 'contests'>): boolean =>
  state === 'declined' && contests.every(({ answer }) => answer !== null)

/**
 * Says that a fact behind a refusal is wrong; the bank answers. @throws NotFound, Overtaken, and a page that says why
 * when there is nothing to contest.
 */
export async function contestRefusal(
  context: Pick<RequestsContext, 'connection' | 'applications' | 'enterprises' | 'notices' | 'now'>,
  scope: Scope,
  id: string,
  given: Pick<Contest, 'fact' | 'text' | 'evidenceIds'> & { readonly shown: number },
  mover: Mover,
): Promise<Application> {
  const { applications, enterprises, notices, connection, now } = context
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scope, id, session)
    if (!mayContest(application)) throw nothingToContest(application)
    const files = new Set((await enterprises.evidenceOf(application.enterpriseId, session)).map((file) => file.id))
    const evidenceIds = given.evidenceIds.filter((file) => files.has(file))
    const contest: Contest = {
      ...{ fact: given.fact, text: given.text, evidenceIds },
      ...{ at: now(), by: mover.name, answer: null },
    }
    const { bankId, number, officerId } = application
    if (bankId !== null) {
      await notices.tell(session, {
        to: { kind: 'bank', id: bankId, ...(officerId !== null && { accountId: officerId }) },
        subject: `企业对未通过的依据提出异议：${application.title}（${number}）`,
        text: `${application.enterpriseName}：${given.text}`,
        href: paths.application({ id }),
        about: { kind: 'application', id },
      })
    }
    return applications.amendIn(session, application, {
      set: { contests: [...application.contests, contest] },
      event: 'APPLICATION_CONTESTED',
      actor: mover.actor,
      detail: { fact: given.fact, files: evidenceIds.length },
      shown: given.shown,
    })
  })
}

const nothingToContest = ({ id, state }: Application) =>
  new PageError(
    409,
    '现在没有可以提出异议的决定',
    state === 'declined'
      ? '您已经提出过异议，银行还没有答复；答复后如仍有不同意见，可以再提。'
      : '只有未通过的申请可以对依据提出异议。没有任何内容被改动。',
    [{ href: paths.application({ id }), text: '查看申请的最新进度' }],
  )
