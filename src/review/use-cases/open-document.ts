import type { Readable } from 'node:stream'
import { scopeOf } from '../../applications/index.js'
import { actorOf } from '../../kernel/actor.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { inTransaction } from '../../db/index.js'
import type { Evidence } from '../../enterprises/index.js'
import type { ReviewContext } from '../review.context.js'

/**
 * Opens a file of the application's checklist while the enterprise's consent covers its evidence, and records the
 * download. Other files of the enterprise do not exist for the bank, whatever the consent.
 * @throws RecordNotFound; DomainError `review.no-such-document`, `review.document-not-consented`, `review.document-deleted`
 */
export async function openDocument(
  context: Pick<ReviewContext, 'connection' | 'applications' | 'requests' | 'enterprises' | 'audit'>,
  user: SignedInUser,
  id: string,
  evidenceId: string,
): Promise<{ readonly evidence: Evidence; readonly content: Readable }> {
  const { connection, applications, requests, enterprises, audit } = context
  const application = await applications.get(scopeOf(user), id)
  const item = application.documents.find(({ evidenceIds }) => evidenceIds.includes(evidenceId))
  if (item === undefined) throw new DomainError('review.no-such-document')
  const scopes = await requests.scopesFor(user.organisation.id, application.requestId)
  if (!scopes.includes('evidence')) throw new DomainError('review.document-not-consented')
  const files = await enterprises.evidenceOf(application.enterpriseId)
  if (!files.some((file) => file.id === evidenceId)) throw new DomainError('review.document-deleted')
  await inTransaction(connection, (session) =>
    audit.record(session, {
      name: 'APPLICATION_DOCUMENT_DOWNLOADED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { evidenceId, code: item.code },
    }),
  )
  // Last, so that no stream stays open when recording the event fails.
  return enterprises.openEvidence(application.enterpriseId, evidenceId)
}
