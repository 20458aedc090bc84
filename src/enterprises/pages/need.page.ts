import type { Request, Response } from 'express'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { NotFound } from '../../web/errors.js'
import { fault, type FormFault } from '../../web/form.js'
import type { Need } from '../rules/need.js'
import { recordOf } from '../data/need-match.store.js'
import {
  renderEnterprisePage,
  currentVocabulary,
  type EnterprisePageContext,
  type EnterpriseHandler,
} from './enterprise-page.js'
import { fieldText, submittedFields, formVersion, type SubmittedFields } from './submitted-fields.js'
import { readNeed } from './need.form.js'
import { changeRows, matchRows } from './need-match.views.js'
import { needConflict, needFields, needSentence, fieldsOfTerms, termRows } from './need.views.js'

/** `GET /enterprise/needs` */
export const showNeeds: EnterpriseHandler = async (desk, _req, res) => {
  const needs = await desk.enterprises.needsOf(desk.enterprise.id)
  renderEnterprisePage(
    res,
    'needs',
    desk,
    { title: '融资需求', tab: 'needs' },
    {
      newHref: paths.enterpriseNewNeed({}),
      count: needs.length,
      needs: await Promise.all(needs.map((need) => needRow(desk, need))),
    },
  )
}

/** One need in a list, with how its last match came out. */
export async function needRow({ enterprises }: Pick<EnterprisePageContext, 'enterprises'>, need: Need) {
  const last = await enterprises.matchSummary(need.enterpriseId, need.id)
  return {
    title: need.title,
    href: paths.enterpriseNeed({ id: need.id }),
    sentence: needSentence(need),
    withdrawn: need.status === 'withdrawn',
    updated: formatDate(chinaDay(need.updatedAt)),
    match: last ? `${formatDate(chinaDay(last.at))} 匹配，${last.eligible} 个产品符合` : '还没有匹配过',
  }
}

/** `GET /enterprise/needs/new` */
export const newNeed: EnterpriseHandler = (desk, _req, res) => formPage(desk, null, new Map(), [], false, res)

/** `POST /enterprise/needs` */
export const addNeed: EnterpriseHandler = async (desk, req, res) => {
  const { enterprise, enterprises, by } = desk
  const form = readNeed(req.body, desk.reference)
  if (form.kind !== 'terms') return showFormAgain(desk, null, form, res)
  const added = await enterprises.addNeed(enterprise.id, form.terms, by)
  if (!added.ok)
    return showFormAgain(desk, null, { kind: 'faults', sent: form.sent, faults: [fault('', added.error)] }, res)
  await afterSave(desk, added.value.id, form.sent, res)
}

/** `GET /enterprise/needs/:id`: the need, its last match and what changed since the one before. */
export const showNeed: EnterpriseHandler = async (desk, req, res) => {
  const { enterprise, enterprises, catalogue } = desk
  const need = await enterprises.getNeed(enterprise.id, idParam(req))
  const [latest, current] = await Promise.all([enterprises.latestMatch(enterprise.id, need.id), catalogue.current()])
  const id = need.id
  renderEnterprisePage(
    res,
    'need',
    desk,
    { title: need.title, tab: 'needs' },
    {
      heading: need.title,
      sentence: needSentence(need),
      withdrawn: need.status === 'withdrawn',
      rows: termRows(need, current.vocabulary),
      hrefs: {
        edit: paths.enterpriseNeedTerms({ id }),
        match: paths.enterpriseNeedMatch({ id }),
        status: paths.enterpriseNeedStatus({ id }),
        record: paths.enterpriseNeedRecord({ id }),
        apply: paths.enterpriseNewApplication({}, { need: id }),
        applications: paths.enterpriseApplications({}),
      },
      share: await desk.applications.shareOf(need),
      match: latest && (await matchView(desk, need, latest, current)),
    },
  )
}

type Latest = NonNullable<Awaited<ReturnType<EnterprisePageContext['enterprises']['latestMatch']>>>
type Snapshot = Awaited<ReturnType<EnterprisePageContext['catalogue']['current']>>

async function matchView(
  { enterprise, catalogue }: EnterprisePageContext,
  need: Need,
  latest: Latest,
  current: Snapshot,
) {
  const { match, changes, since } = latest
  const snapshot = (await catalogue.at(match.catalogue)) ?? current
  const outdated = [
    ...(need.version > match.needVersion ? ['需求'] : []),
    ...(enterprise.version > match.profileVersion ? ['企业资料'] : []),
    ...(current.version.version !== match.catalogue ? ['产品目录'] : []),
  ]
  return {
    ...matchRows(recordOf(match), snapshot, (product) => current.products.has(product)),
    at: formatDate(chinaDay(match.at)),
    hash: match.hash,
    outdated: outdated.length > 0 ? `${outdated.join('、')}在这之后有过变动，请重新匹配。` : '',
    since: since ? formatDate(chinaDay(since)) : '',
    changes: changes && changeRows(changes, null, snapshot),
  }
}

/** `GET /enterprise/needs/:id/terms` */
export const editNeed: EnterpriseHandler = async (desk, req, res) => {
  const need = await desk.enterprises.getNeed(desk.enterprise.id, idParam(req))
  await formPage(desk, need, fieldsOfTerms(need), [], false, res)
}

/** `POST /enterprise/needs/:id/terms` */
export const saveNeed: EnterpriseHandler = async (desk, req, res) => {
  const { enterprise, enterprises, by } = desk
  const need = await enterprises.getNeed(enterprise.id, idParam(req))
  const form = readNeed(req.body, desk.reference)
  if (form.kind !== 'terms') return showFormAgain(desk, need, form, res)
  const of = { enterpriseId: enterprise.id, needId: need.id, version: formVersion(form.sent) }
  const saved = await enterprises.saveNeed(of, form.terms, by)
  if (saved.ok) return afterSave(desk, need.id, form.sent, res)
  const action = paths.enterpriseNeedTerms({ id: need.id })
  const names = await currentVocabulary(desk)
  const conflict = needConflict({
    terms: form.terms,
    current: saved.current,
    sent: form.sent,
    names,
    action,
    back: action,
  })
  res.status(409)
  renderEnterprisePage(res, 'conflict', desk, { title: '有人刚改过这项需求', tab: 'needs' }, conflict)
}

/** `POST /enterprise/needs/:id/match`: one click, one decision record. */
export const matchNeed: EnterpriseHandler = async ({ enterprise, enterprises, by }, req, res) => {
  const { needId } = await enterprises.matchNeed(enterprise.id, idParam(req), by)
  res.redirect(303, paths.enterpriseNeed({ id: needId }))
}

/** `POST /enterprise/needs/:id/status`: takes a need back, or opens it again. */
export const setNeedStatus: EnterpriseHandler = async ({ enterprise, enterprises, by }, req, res) => {
  const sent = submittedFields(req.body, (name) => name === 'status')
  const status = sent === null ? '' : fieldText(sent, 'status')
  if (status !== 'open' && status !== 'withdrawn') throw new NotFound()
  const need = await enterprises.setNeedStatus(enterprise.id, idParam(req), status, by)
  res.redirect(303, paths.enterpriseNeed({ id: need.id }))
}

/** `GET /enterprise/needs/:id/record.json`: the last decision record, byte for byte, for keeping and for `/verify`. */
export const sendRecord: EnterpriseHandler = async ({ enterprise, enterprises }, req: Request, res: Response) => {
  const need = await enterprises.getNeed(enterprise.id, idParam(req))
  const latest = await enterprises.latestMatch(enterprise.id, need.id)
  if (latest === null) throw new NotFound('这项需求还没有匹配过。')
  res
    .attachment(`${latest.match.hash.slice(0, 12)}.json`)
    .type('json')
    .send(latest.match.text)
}

type UnsavedForm = Exclude<ReturnType<typeof readNeed>, { kind: 'terms' }>

async function showFormAgain(
  desk: EnterprisePageContext,
  need: Need | null,
  form: UnsavedForm,
  res: Response,
): Promise<void> {
  if (form.kind === 'faults') res.status(422)
  await formPage(desk, need, form.sent, form.kind === 'faults' ? form.faults : [], true, res)
}

/** “保存并匹配” matches at once; “保存” shows the need. */
async function afterSave(
  { enterprise, enterprises, by }: EnterprisePageContext,
  needId: string,
  sent: SubmittedFields,
  res: Response,
): Promise<void> {
  if (fieldText(sent, 'then') === 'match') await enterprises.matchNeed(enterprise.id, needId, by)
  res.redirect(303, paths.enterpriseNeed({ id: needId }))
}

async function formPage(
  desk: EnterprisePageContext,
  need: Need | null,
  sent: SubmittedFields,
  faults: readonly FormFault[],
  searched: boolean,
  res: Response,
): Promise<void> {
  const names = await currentVocabulary(desk)
  const title = need ? `修改：${need.title}` : '新的融资需求'
  renderEnterprisePage(
    res,
    'need-form',
    desk,
    { title, tab: 'needs' },
    {
      heading: title,
      action: need ? paths.enterpriseNeedTerms({ id: need.id }) : paths.enterpriseNeeds({}),
      back: need ? paths.enterpriseNeed({ id: need.id }) : paths.enterpriseNeeds({}),
      version: need === null ? 0 : sent.has('version') ? formVersion(sent) : need.version,
      faults,
      ...needFields(sent, faults, searched, desk.reference, names),
    },
  )
}
