import { paths } from '../../paths.js'
import { fault, type FormFault } from '../../web/form.js'
import { idParam } from '../../web/request-params.js'
import type { Application } from '../rules/application.js'
import { MoveRefused } from '../rules/move-refused.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'
import { listIn, textIn, typedIn, type TypedForm } from './typed-form.js'

const LONGEST = 1000
const isAnswerField = (field: string) => /^(?:version|(?:text|file)-\d{1,2})$/.test(field)

/** `GET /enterprise/applications/:id/answer`: what the bank asked for, with room for an answer to each. */
export const askedFor: ApplyHandler = async (context, req, res) => {
  const { applications, enterprise } = context
  const application = await applications.get({ enterpriseId: enterprise.id }, idParam(req))
  await answerPage(context, application, {}, [], res)
}

/** `POST /enterprise/applications/:id/answer`: takes the answer when nothing is left out. */
export const answer: ApplyHandler = async (context, req, res) => {
  const { applications, requests, enterprise, mover } = context
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const typed = typedIn(req.body, isAnswerField)
  const items = application.asked?.items ?? []
  const version = textIn(typed, 'version')
  if (!/^\d{1,9}$/.test(version)) {
    res.status(422)
    return answerPage(context, application, typed, [fault('', '表单不完整，请重新打开页面再填')], res)
  }
  const answers = items.map((_, place) => ({
    text: textIn(typed, `text-${place + 1}`).slice(0, LONGEST),
    evidenceIds: listIn(typed, `file-${place + 1}`),
  }))
  const answered = await requests.answer(scope, application.id, { answers, shown: Number(version) }, mover)
  if (answered.ok) return res.redirect(303, paths.enterpriseApplication({ id: application.id }))
  res.status(422)
  const faults = [
    ...answered.missing.map((place) =>
      fault(`text-${place + 1}`, `第 ${place + 1} 项“${items[place] ?? ''}”：请附上文件或写明情况；确实没有的也请说明`),
    ),
    ...answered.gone.map((place) => fault(`file-${place + 1}`, `第 ${place + 1} 项：所选的文件已经删除，请重新选择`)),
  ]
  await answerPage(context, application, typed, faults, res)
}

async function answerPage(
  context: ApplyContext,
  application: Application,
  typed: TypedForm,
  faults: readonly FormFault[],
  res: Parameters<ApplyHandler>[2],
): Promise<void> {
  const { id, state, asked, version, number, bankName, documents } = application
  if (state !== 'returned' || asked === null) {
    throw new MoveRefused('answer', application, (await context.applications.movesOf(id)).at(-1) ?? null)
  }
  const files = await context.enterprises.evidenceOf(context.enterprise.id)
  const faultOf = (field: string) => faults.find((one) => one.field === field)?.message ?? ''
  applyPage(res, 'answer', context, '补充材料', {
    list: paths.enterpriseApplications({}),
    back: paths.enterpriseApplication({ id }),
    action: paths.enterpriseApplicationAnswer({ id }),
    upload: paths.enterpriseApplicationDocuments({ id }),
    number,
    bank: bankName ?? '银行',
    note: asked.note,
    version: textIn(typed, 'version') || String(version),
    faults,
    items: asked.items.map((item, place) => ({
      ...{ number: place + 1, item, text: textIn(typed, `text-${place + 1}`) },
      fault: faultOf(`text-${place + 1}`) || faultOf(`file-${place + 1}`),
      files: files.map((file) => ({
        ...{ value: file.id, label: file.name },
        chosen: listIn(typed, `file-${place + 1}`).includes(file.id),
      })),
    })),
    fileCount: files.length,
    papers: documents.length,
  })
}
