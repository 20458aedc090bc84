import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { inTransaction, newRecordId } from '../../db/index.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { InspectedFile } from '../../files/detect-file-kind.js'
import { changeEnterprise, type EnterpriseContext } from './change-enterprise.js'
import type { Enterprise } from '../rules/enterprise.js'
import type { Evidence } from '../data/evidence.store.js'
import { sourceOf, sourceOfYear } from '../rules/verification.js'
import type { Actor } from '../../kernel/actor.js'

/** Files one enterprise may keep. */
const MOST_FILES = 200

/**
 * Keeps a file whose content has been inspected. The content is put down first; when its listing cannot be written,
 * it is taken away again, so that nothing is left of a failed upload. The error is a Chinese sentence.
 */
export async function addEvidence(
  context: EnterpriseContext,
  enterpriseId: string,
  file: InspectedFile,
  by: Actor,
): Promise<Result<Evidence>> {
  const { evidence: store, audit, connection, now } = context
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  const same = await store.findSame(enterpriseId, sha256)
  if (same) return failed(`这份文件已经上传过，名称是“${same.name}”，不用再传`)
  if ((await store.list(enterpriseId)).length >= MOST_FILES)
    return failed(`最多保存 ${MOST_FILES} 份材料，请先删除不用的`)
  const { name, kind, mime, bytes } = file
  const evidence: Evidence = {
    id: newRecordId(),
    enterpriseId,
    name,
    kind,
    mime,
    sizeBytes: bytes.length,
    sha256,
    uploadedBy: by.accountId,
    uploadedAt: now(),
  }
  try {
    await store.writeContent(evidence.id, bytes)
    await inTransaction(connection, async (session) => {
      await store.insert(session, evidence)
      const detail = { evidenceId: evidence.id, kind, sizeBytes: bytes.length, sha256 }
      await audit.record(session, { name: 'EVIDENCE_UPLOADED', actor: by, subject: subjectOf(enterpriseId), detail })
    })
  } catch (error) {
    await store.removeContent(evidence.id)
    throw error
  }
  return ok(evidence)
}

/** A file of an enterprise with its content. @throws NotFound when it is not there or is someone else's. */
export async function openEvidence(
  { evidence: store }: Pick<EnterpriseContext, 'evidence'>,
  enterpriseId: string,
  id: string,
): Promise<{ readonly evidence: Evidence; readonly content: Readable }> {
  const evidence = await store.find(enterpriseId, id)
  if (evidence === null) throw new RecordNotFound('evidence.not-found')
  return { evidence, content: store.readContent(id) }
}

/** Removes a file: facts it stood behind are the enterprise's own word again. The audit log keeps that it was there. */
export async function removeEvidence(
  context: EnterpriseContext,
  enterpriseId: string,
  id: string,
  by: Actor,
): Promise<void> {
  const { evidence: store, connection } = context
  await inTransaction(connection, async (session) => {
    const evidence = await store.find(enterpriseId, id, session)
    if (evidence === null) throw new RecordNotFound('evidence.not-found')
    await store.remove(session, enterpriseId, id)
    await changeEnterprise(context, session, enterpriseId, by, (enterprise) => ({
      next: { ...enterprise, ...without(enterprise, id) },
      part: 'evidence',
      event: 'EVIDENCE_REMOVED',
      detail: { evidenceId: id, kind: evidence.kind, sizeBytes: evidence.sizeBytes, sha256: evidence.sha256 },
    }))
  })
  await store.removeContent(id)
}

function without({ facts, years, findings }: Enterprise, id: string): Pick<Enterprise, 'facts' | 'years'> {
  const left = (ids: readonly string[]) => ids.filter((one) => one !== id)
  return {
    facts: facts.map((entry) => {
      const evidenceIds = left(entry.evidenceIds)
      return { ...entry, evidenceIds, source: sourceOf({ ...entry, evidenceIds }, findings) }
    }),
    years: years.map((figures) => {
      const evidenceIds = left(figures.evidenceIds)
      return { ...figures, evidenceIds, source: sourceOfYear({ evidenceIds }) }
    }),
  }
}

/** Takes away contents that no listing names: what a process left that died during an upload. @returns how many. */
export async function sweepOrphans({
  evidence: store,
  now,
}: Pick<EnterpriseContext, 'evidence' | 'now'>): Promise<number> {
  const orphans = await store.orphans(new Date(now().getTime() - 60 * 60 * 1000))
  for (const id of orphans) await store.removeContent(id)
  return orphans.length
}

const subjectOf = (id: string) => ({ kind: 'enterprise', id })
