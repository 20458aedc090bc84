import { inTransaction } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import { documentNotice } from '../applications.notices.js'
import type { ApplicationScope } from '../data/application.store.js'
import type { RequestContext } from '../request-context.js'
import type { Application } from '../rules/application.js'
import type { Mover } from '../rules/mover.js'
import { isEnded } from '../rules/state-table.js'

/** Files that one document of an application can have. */
const MOST_FILES = 10

/**
 * Attaches a file of the enterprise to one document of an application and notifies the bank. A document that the bank
 * had checked has to be checked again.
 * @throws DomainError `application.not-found`, `application.document-not-attached`
 */
export async function attachDocument(
  context: Pick<RequestContext, 'connection' | 'applications' | 'enterprises' | 'notices'>,
  scope: ApplicationScope,
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
    // No notice while the bank waits for an answer, which has its own notice, nor before an officer is in charge.
    if (bankId !== null && officerId !== null && application.state !== 'returned') {
      await notices.tell(session, documentNotice(application, { bankId, officerId }, paper.title))
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
  new DomainError('application.document-not-attached', { id, most: MOST_FILES })
