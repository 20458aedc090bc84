import { actorOf } from '../../audit/index.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { PageError } from '../../web/errors.js'
import { uploadOf } from '../../web/uploads/read-upload.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import type { ApplyHandler } from './apply-frame.js'
import { textIn, typedIn } from './typed-form.js'

/**
 * `POST /enterprise/applications/:id/documents`: puts a file, new or kept already, to a paper of an application. With
 * `code` empty the file is only kept, for the answer that is being written.
 */
export const addDocument: ApplyHandler = async (desk, req, res) => {
  const { applications, enterprises, requests, enterprise, mover } = desk
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const { id } = application
  const typed = typedIn(req.body, (field) => field === 'code' || field === 'evidence')
  const upload = uploadOf(res)
  let evidenceId = textIn(typed, 'evidence')
  if (upload.file !== null) {
    const inspected = await inspectFile(upload.file.name, upload.file.bytes)
    if (!inspected.ok) throw notKept(id, inspected.error)
    const added = await enterprises.addEvidence(enterprise.id, inspected.value, actorOf(currentUser(req)))
    if (!added.ok) throw notKept(id, added.error)
    evidenceId = added.value.id
  } else if (evidenceId === '') throw notKept(id, upload.fault)
  const code = textIn(typed, 'code')
  if (code === '') return res.redirect(303, paths.enterpriseApplicationAnswer({ id }))
  await requests.attach(scope, id, { code, evidenceId }, mover)
  res.redirect(303, `${paths.enterpriseApplication({ id })}#doc`)
}

const notKept = (id: string, why: string) =>
  new PageError(422, '没有上传成功', `${why}。`, [
    { href: `${paths.enterpriseApplication({ id })}#doc`, text: '回到申请，重新选择文件' },
    { href: paths.enterpriseEvidence({}), text: '证明材料' },
  ])
