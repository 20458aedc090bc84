import { inTransaction } from '../db/index.js'
import { PageError } from '../web/errors.js'
import { paths } from '../paths.js'
import type { Application } from './application.js'
import type { Scope } from './application.store.js'
import type { Mover } from './mover.js'
import type { RequestsContext } from './requests-context.js'
import { isEnded } from './state-table.js'

/** Files that one paper of an application takes. */
const MOST_FILES = 10

/**
 * Puts a file of the enterprise to one paper of an application, and tells the bank. A paper that the bank had checked
 * has to be checked again. @throws NotFound, and a page that says why when nothing goes on.
 */
export async function attachDocument(
  context: Pick<RequestsContext, 'connection' | 'applications' | 'enterprises' | 'notices'>,
  scope: Scope,
  id: string,
  given: { readonly code: string; readonly evidenceId: string },
  mover: Mover,
): Promise<Application> {
  const { applications, enterprises, notices, connection } = context
  return inTransaction(connection, async (session) => {
    const application = await applications.get(scope, id, session)
    const paper = application.documents.find(({ code }) => code === given.code)
    const files = await enterprises.evidenceOf(application.enterpriseId, session)
    const file = files.find((one) => one.id === given.evidenceId)
    if (isEnded(application.state) || paper === undefined || file === undefined) throw notAttached(application)
    if (paper.evidenceIds.includes(file.id)) return application
    if (paper.evidenceIds.length >= MOST_FILES) throw notAttached(application)
    const documents = application.documents.map((one) =>
      one.code === paper.code
        ? { ...one, evidenceIds: [...one.evidenceIds, file.id], checkedBy: null, checkedAt: null }
        : one,
    )
    const { bankId, officerId } = application
    // While the bank waits for an answer, the answer tells it; before somebody is in charge, nobody waits for papers.
    if (bankId !== null && officerId !== null && application.state !== 'returned') {
      await notices.tell(session, {
        to: { kind: 'bank', id: bankId, accountId: officerId },
        subject: `企业补充了材料：${paper.title}（${application.number}）`,
        text: `${application.enterpriseName}为“${application.title}”补充了${paper.title}。`,
        href: paths.application({ id }),
        about: { kind: 'application', id },
      })
    }
    return applications.amendIn(session, application, {
      set: { documents },
      event: 'APPLICATION_DOCUMENT_ATTACHED',
      actor: mover.actor,
      detail: { code: paper.code, evidenceId: file.id, sha256: file.sha256 },
    })
  })
}

const notAttached = ({ id }: Application) =>
  new PageError(
    409,
    '材料没有附上',
    `这份申请已经结束，或者没有这一项材料，或者这一项已经有 ${MOST_FILES} 份文件。文件本身仍保存在“证明材料”中。`,
    [
      { href: paths.application({ id }), text: '查看申请的最新进度' },
      { href: paths.enterpriseEvidence({}), text: '证明材料' },
    ],
  )
