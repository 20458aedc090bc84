import { findFactSpec } from '@lueqiao/matching-engine'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { readForm, type FormFault } from '../../web/form.js'
import { idParam } from '../../web/request-params.js'
import type { Application } from '../rules/application.js'
import { REFUSALS } from '../rules/refusal-codes.js'
import { mayContest } from '../use-cases/contest-refusal.js'
import { refusedCondition } from './application.views.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'

const schema = z.strictObject({
  version: z.string('表单不完整，请重新打开页面').regex(/^\d{1,9}$/, '表单不完整，请重新打开页面'),
  about: z.enum(['condition', 'other'], '请选择对哪一项有异议'),
  text: z.string('请写明哪里不对').trim().min(5, '请写明哪里不对、正确的情况是什么').max(1000, '最多 1000 个字'),
  evidence: z.string().max(40).optional(),
})

/** `GET /enterprise/applications/:id/contest`: the refusal and the room to say what is wrong with it. */
export const askContest: ApplyHandler = async (context, req, res) => {
  const application = await context.applications.get({ enterpriseId: context.enterprise.id }, idParam(req))
  await contestPage(context, application, {}, [], res)
}

/** `POST /enterprise/applications/:id/contest` */
export const contest: ApplyHandler = async (context, req, res) => {
  const { applications, requests, enterprise, mover } = context
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const read = readForm(schema, req.body)
  if (!read.ok) {
    res.status(422)
    return contestPage(context, application, read.typed, read.faults, res)
  }
  const { about, text, evidence = '', version } = read.value
  const given = {
    fact: about === 'condition' ? (application.refusal?.condition?.fact ?? null) : null,
    text,
    evidenceIds: evidence === '' ? [] : [evidence],
    shown: Number(version),
  }
  await requests.contest(scope, application.id, given, mover)
  res.redirect(303, paths.enterpriseApplication({ id: application.id }))
}

async function contestPage(
  context: ApplyContext,
  application: Application,
  typed: Readonly<Record<string, string>>,
  faults: readonly FormFault[],
  res: Parameters<ApplyHandler>[2],
): Promise<void> {
  const { id, refusal, number, version, bankName } = application
  const files = await context.enterprises.evidenceOf(context.enterprise.id)
  const faultOf = (field: string) => faults.find((one) => one.field === field)?.message ?? ''
  const label = refusal?.condition ? (findFactSpec(refusal.condition.fact)?.label ?? '') : ''
  applyPage(res, 'contest', context, '对依据提出异议', {
    list: paths.enterpriseApplications({}),
    back: paths.enterpriseApplication({ id }),
    action: paths.enterpriseApplicationContest({ id }),
    evidence: paths.enterpriseEvidence({}),
    number,
    version: typed.version ?? String(version),
    may: mayContest(application),
    bank: bankName ?? '银行',
    refusal: refusal && {
      title: REFUSALS[refusal.code].title,
      text: refusal.text,
      condition: refusedCondition(refusal),
    },
    abouts: [
      ...(refusal?.condition ? [{ value: 'condition', label: `${label || '这项条件'}的数据不对` }] : []),
      { value: 'other', label: '其他依据不对' },
    ].map((one) => ({ ...one, chosen: typed.about === one.value })),
    text: typed.text ?? '',
    files: files.map((file) => ({ value: file.id, label: file.name, chosen: typed.evidence === file.id })),
    faultOf: { about: faultOf('about'), text: faultOf('text') },
    faults,
  })
}
