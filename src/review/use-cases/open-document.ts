import type { Readable } from 'node:stream'
import { scopeOf } from '../../applications/index.js'
import { actorOf } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import type { Evidence } from '../../enterprises/index.js'
import { NotFound } from '../../web/errors.js'
import type { ReviewContext } from '../review.context.js'

/**
 * A file of the application's checklist, while the enterprise lets this bank see its evidence; every download is on
 * record. A file of the enterprise that was not put to this application is not there, whatever consent says.
 * @throws NotFound
 */
export async function openDocument(
  context: Pick<ReviewContext, 'connection' | 'applications' | 'requests' | 'enterprises' | 'audit'>,
  user: Express.User,
  id: string,
  evidenceId: string,
): Promise<{ readonly evidence: Evidence; readonly content: Readable }> {
  const { connection, applications, requests, enterprises, audit } = context
  const application = await applications.get(scopeOf(user), id)
  const item = application.documents.find(({ evidenceIds }) => evidenceIds.includes(evidenceId))
  if (item === undefined) throw new NotFound('这份申请没有这份材料。')
  const scopes = await requests.scopesFor(user.organisation.id, application.requestId)
  if (!scopes.includes('evidence'))
    throw new NotFound('企业没有授权贵行查看材料，或授权已经收回、到期，或这次申请已经撤回、放弃、失效。')
  const files = await enterprises.evidenceOf(application.enterpriseId)
  if (!files.some((file) => file.id === evidenceId)) throw new NotFound('没有这份材料，可能已经删除。')
  await inTransaction(connection, (session) =>
    audit.record(session, {
      name: 'APPLICATION_DOCUMENT_DOWNLOADED',
      actor: actorOf(user),
      subject: { kind: 'application', id: application.id },
      detail: { evidenceId, code: item.code },
    }),
  )
  // Last, so that no stream stays open when the event cannot be recorded.
  return enterprises.openEvidence(application.enterpriseId, evidenceId)
}
