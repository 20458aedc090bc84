import { pipeline } from 'node:stream/promises'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { ACCEPTED, FILE_KINDS } from '../../files/file-kinds.js'
import { attachmentHeaders } from '../../web/uploads/send-attachment.js'
import { uploadOf } from '../../web/uploads/read-upload.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import type { Enterprise } from '../rules/enterprise.js'
import { findItem } from '../rules/profile-items.js'
import type { Evidence } from '../data/evidence.store.js'
import { renderEnterprisePage, type EnterprisePageContext, type EnterpriseHandler } from './enterprise-page.js'

/** `GET /enterprise/evidence`: the files, what each stands behind, and the form to add one. */
export const showEvidence: EnterpriseHandler = (desk, _req, res) => evidencePage(desk, '', res)

/** `POST /enterprise/evidence`: keeps one file after a look at its content. */
export const addEvidence: EnterpriseHandler = async (desk, _req, res) => {
  const { enterprise, enterprises, by } = desk
  const fault = await keepUpload()
  if (fault === null) {
    res.redirect(303, paths.enterpriseEvidence({}))
    return
  }
  res.status(422)
  await evidencePage(desk, fault, res)

  async function keepUpload(): Promise<string | null> {
    const upload = uploadOf(res)
    if (upload.file === null) return upload.fault
    const inspected = await inspectFile(upload.file.name, upload.file.bytes)
    if (!inspected.ok) return inspected.error
    const added = await enterprises.addEvidence(enterprise.id, inspected.value, by)
    return added.ok ? null : added.error
  }
}

/** `GET /enterprise/evidence/:id`: the file to be saved, never to be shown as a page of this site. */
export const sendEvidence: EnterpriseHandler = async ({ enterprise, enterprises }, req, res) => {
  const { evidence, content } = await enterprises.openEvidence(enterprise.id, idParam(req))
  attachmentHeaders(res, evidence)
  await pipeline(content, res)
}

/** `POST /enterprise/evidence/:id/removal` */
export const removeEvidence: EnterpriseHandler = async ({ enterprise, enterprises, by }, req, res) => {
  await enterprises.removeEvidence(enterprise.id, idParam(req), by)
  res.redirect(303, paths.enterpriseEvidence({}))
}

async function evidencePage(
  desk: EnterprisePageContext,
  fault: string,
  res: Parameters<EnterpriseHandler>[2],
): Promise<void> {
  const { enterprise, enterprises } = desk
  const files = await enterprises.evidenceOf(enterprise.id)
  renderEnterprisePage(
    res,
    'evidence',
    desk,
    { title: '证明材料', tab: 'evidence' },
    {
      action: paths.enterpriseEvidence({}),
      accepted: ACCEPTED,
      fault,
      faults: fault ? [{ href: '#f-file', message: fault }] : [],
      count: files.length,
      files: files.map((file) => fileRow(file, enterprise)),
    },
  )
}

function fileRow(file: Evidence, enterprise: Enterprise) {
  const behind = [
    ...enterprise.facts
      .filter(({ evidenceIds }) => evidenceIds.includes(file.id))
      .map(({ fact }) => findItem(fact)?.label ?? fact),
    ...enterprise.years
      .filter(({ evidenceIds }) => evidenceIds.includes(file.id))
      .map(({ year }) => `${year} 年度数据`),
  ]
  return {
    name: file.name,
    kind: FILE_KINDS[file.kind].label,
    size: fileSizeText(file.sizeBytes),
    date: formatDate(chinaDay(file.uploadedAt)),
    behind: behind.length > 0 ? behind.join('、') : '还没有附到任何一项',
    sha256: file.sha256,
    href: paths.enterpriseFile({ id: file.id }),
    removal: paths.enterpriseFileRemoval({ id: file.id }),
  }
}

/** 1.4 MB, 320 KB */
const fileSizeText = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${groupDigits(bytes / 1024 / 1024, 1)} MB` : `${groupDigits(Math.ceil(bytes / 1024), 0)} KB`
