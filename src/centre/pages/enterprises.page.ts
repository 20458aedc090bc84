import type { Request, Response } from 'express'
import { z } from 'zod'
import { inTransaction } from '../../db/index.js'
import { contradictionsOf, valueOf, type Enterprise, type EnterpriseStatus } from '../../enterprises/index.js'
import { factSpec } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentActor } from '../../web/current-user.js'
import { readForm } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { roleNames } from '../../kernel/roles.js'
import { centrePage, SAMPLE_STRIP, type CentrePageContext, type Refused } from './page-frame.js'
import { maskedEmail, maskedName, maskedPhone } from './mask.js'

const SIZE = 50
const STATUSES: Readonly<Record<EnterpriseStatus, string>> = {
  pending: '待审核',
  approved: '已通过',
  returned: '已退回',
  closed: '已注销',
}

/** `GET /centre/enterprises`: found by state, division, part of the name or code, contradictions. */
export const listEnterprises = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const query = readFilter(req.query)
  const number = pageNumberIn(req.query.page)
  const { status, division, q, contradicted, sample } = query
  const filter = {
    ...(status && { status: status as EnterpriseStatus }),
    ...(division && { division }),
    ...(q && { text: q }),
    ...(contradicted && { contradicted: true }),
    ...(sample && { isSample: sample === 'yes' }),
  }
  const { rows, total } = await deps.enterprises.list(filter, { page: number, size: SIZE })
  centrePage(req, res, 'enterprises', 'enterprises', {
    title: '企业',
    ...(rows.some(({ isSample }) => isSample) && { strip: SAMPLE_STRIP }),
    query,
    statuses: Object.entries(STATUSES).map(([value, name]) => ({ value, name, selected: value === status })),
    divisions: deps.reference.divisions.map((one) => ({
      value: one.division,
      name: one.name,
      selected: one.division === division,
    })),
    total,
    rows: rows.map((enterprise) => rowOf(enterprise, deps)),
    pages: pagesOf(number, SIZE, total, (page) => paths.centreEnterprises({}, { ...query, page })),
  })
}

type Query = Readonly<Record<'q' | 'status' | 'division' | 'contradicted' | 'sample', string>>

function readFilter(query: Readonly<Record<string, unknown>>): Query {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  const among = (name: string, values: readonly string[]) => (values.includes(text(name)) ? text(name) : '')
  return {
    q: text('q'),
    status: among('status', Object.keys(STATUSES)),
    division: text('division'),
    contradicted: among('contradicted', ['yes']),
    sample: among('sample', ['yes', 'no']),
  }
}

function rowOf(enterprise: Enterprise, { reference }: CentrePageContext) {
  const { id, name, creditCode, status, isSample, registeredAt } = enterprise
  return {
    href: paths.centreEnterprise({ id }),
    name,
    creditCode,
    isSample,
    status: STATUSES[status],
    division: divisionOf(enterprise, reference),
    contradictions: contradictionsOf(enterprise).length,
    registered: formatInstant(registeredAt),
  }
}

function divisionOf(enterprise: Enterprise, { divisions }: CentrePageContext['reference']): string {
  const code = valueOf(enterprise, 'enterprise.division')
  if (code === undefined) return '未填写'
  return code === 'none' ? '兵团以外' : (divisions.find(({ division }) => division === code)?.name ?? String(code))
}

/** `GET /centre/enterprises/:id`: who it is, who speaks for it, where a register says otherwise, and the decision. */
export const showEnterprise = (deps: CentrePageContext) => (req: Request, res: Response) =>
  enterprisePage(deps, req, res)

async function enterprisePage(deps: CentrePageContext, req: Request, res: Response, refused?: Refused): Promise<void> {
  const { enterprises, accounts, reference } = deps
  const enterprise = await enterprises.get('all', idParam(req))
  const { id, name, creditCode, status, isSample, returnedReason, registeredAt } = enterprise
  const people = await accounts.list({ organisation: { kind: 'enterprise', id } }, { skip: 0, limit: 50 })
  const industry = valueOf(enterprise, 'enterprise.industry')
  const view = {
    title: name,
    ...(isSample && { strip: SAMPLE_STRIP }),
    isSample,
    status: STATUSES[status],
    waits: status === 'pending',
    returnedReason,
    about: [
      ['统一社会信用代码', creditCode],
      ['师市', divisionOf(enterprise, reference)],
      [
        '行业',
        typeof industry === 'string' ? `${industry} ${reference.industries.find(industry)?.name ?? ''}` : '未填写',
      ],
      ['注册时间', formatInstant(registeredAt)],
    ],
    people: people.accounts.map((one) => ({
      name: maskedName(one.name),
      role: roleNames[one.role],
      email: maskedEmail(one.email),
      phone: one.phone === null ? '未填写' : maskedPhone(one.phone),
      confirmed: one.emailConfirmedAt !== null,
    })),
    contradictions: contradictionsOf(enterprise).map(({ entry, finding }) => ({
      label: factSpec(entry.fact).label,
      claimed: valueText(entry.value),
      register: finding.register,
      found: finding.value === null ? '没有列入' : valueText(finding.value),
    })),
    approval: paths.centreApproval({ id }),
    returning: paths.centreReturn({ id }),
  }
  centrePage(req, res, 'enterprise', 'enterprises', view, refused)
}

const valueText = (value: unknown): string =>
  Array.isArray(value) ? value.join('、') || '无' : typeof value === 'boolean' ? (value ? '是' : '否') : String(value)

/** `POST /centre/enterprises/:id/approval` */
export const approveEnterprise = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const enterprise = await deps.enterprises.approve(idParam(req), currentActor(req))
  await mailOwners(deps, enterprise, '您的企业已通过审核，现在可以向银行提交申请。')
  res.redirect(303, paths.centreEnterprises({}, { status: 'pending' }))
}

const returnSchema = z.strictObject({
  reason: z.string('请写明退回理由').trim().min(4, '请写明退回理由，让企业知道怎样改正').max(500, '理由最多 500 个字'),
})

/** `POST /centre/enterprises/:id/return` */
export const returnEnterprise = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const form = readForm(returnSchema, req.body)
  if (!form.ok) {
    await enterprisePage(deps, req, res, form)
    return
  }
  const { reason } = form.value
  const enterprise = await deps.enterprises.returnWith(idParam(req), reason, currentActor(req))
  await mailOwners(deps, enterprise, `您的企业注册信息被退回，理由：\n${reason}\n请登录后改正并重新提交。`)
  res.redirect(303, paths.centreEnterprises({}, { status: 'pending' }))
}

/** A mail to whoever owns the enterprise; samples have no owner to write to. */
async function mailOwners(
  { connection, accounts, mail }: CentrePageContext,
  { id, name, isSample }: Enterprise,
  text: string,
): Promise<void> {
  if (isSample) return
  const { accounts: people } = await accounts.list(
    { role: 'owner', organisation: { kind: 'enterprise', id } },
    { skip: 0, limit: 10 },
  )
  await inTransaction(connection, async (session) => {
    for (const { email } of people) await mail.post(session, { to: email, subject: `绿桥：${name}的审核结果`, text })
  })
  void mail.deliver()
}
