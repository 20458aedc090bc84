import type { Request, Response } from 'express'
import { z } from 'zod'
import { formatDate, isLawDate } from '../../kernel/dates.js'
import { wanFromFen } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { fault, type FormFault, readForm } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { bureauFrame } from '../../bureau-frame.js'
import { latestFigure, type PublicFigure } from '../../public-figures/index.js'
import { readRowForm, rowFields, type RowForm, writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import {
  type Agreement,
  agreementStatus,
  bankText,
  isInForce,
  type NewAgreement,
  UNPUBLISHED,
} from '../rules/agreement.js'
import { agreementRow, totalsView, warningsOf } from './agreement.views.js'
import { type AgreementColumn, agreementTable, type BankChoice } from '../rules/agreement-table.js'
import type { AgreementsService } from '../agreements.service.js'
import { lineTotals, type LineUse } from '../rules/line-use.js'
import { actorOf } from '../../kernel/actor.js'

/** What the pages of agreements work with. */
export type AgreementPageDeps = {
  readonly agreements: AgreementsService
  /** The banks of the catalogue in force. */
  readonly banks: () => Promise<readonly BankChoice[]>
  readonly publicFigures: () => Promise<readonly PublicFigure[]>
}

/** `GET /bureau/agreements`: what runs out first, the reported frame, and every agreement with its use. */
export const showAgreements = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  const { agreements } = pages
  const [all, figures] = await Promise.all([agreements.all(), pages.publicFigures()])
  const today = agreements.today()
  const [lines, banks] = [latestFigure(figures, 'agreement-lines'), latestFigure(figures, 'agreement-banks')]
  page(res, 'agreements/agreements', {
    title: '授信协议',
    indexed: false,
    ...bureauFrame(req, 'agreements'),
    ...(all.some(({ isSample }) => isSample) && {
      strip: '标有“示例”的协议、机构和金额是示例数据，不代表任何真实机构。',
    }),
    reported: lines && {
      line: { before: lines.value.before, ...lines.value.parts() },
      banks: banks?.value.text() ?? '家数未公布',
      source: lines.sourceTitle,
      href: paths.reported({}),
    },
    warnings: warningsOf(all, today),
    count: all.length,
    rows: all.map((agreement) => agreementRow(agreement, today)),
    // What is invented and what is real are never summed together.
    totals: [false, true].flatMap((isSample) => {
      const own = all.filter((one) => one.isSample === isSample && isInForce(agreementStatus(one, today)))
      return own.length === 0 ? [] : [{ isSample, ...totalsView(totalsOf(own)) }]
    }),
    newHref: paths.newAgreement({}),
    exportHref: paths.agreementExport({}),
  })
}

const totalsOf = (own: readonly (Agreement & LineUse)[]) => lineTotals(own, new Map(own.map((one) => [one.id, one])))

/** `GET /bureau/agreements.xlsx` */
export const exportAgreements = (pages: AgreementPageDeps) => async (_req: Request, res: Response) => {
  const { agreements } = pages
  const [all, today] = [await agreements.all(), agreements.today()]
  workbookHeaders(res, `授信协议_${today}.xlsx`)
  await writeExport(res, {
    title: '授信协议',
    cover: [
      ['导出时间', formatInstant(agreements.now())],
      ['条数', `${all.length} 份`],
      ['已用', '该银行在协议有效期内经平台签订的贷款合同金额之和；与另一份协议期间重叠的，同一笔贷款会在两份协议中各计一次。'],
      ['剩余', '授信总额减已用，负数为超出；任何一项未知则留空。'],
    ], // prettier-ignore
    columns: [
      ...['协议名称', '银行', '签订日期', '有效期起', '有效期止'].map((header) => ({ header, width: 22 })),
      ...['授信总额（万元）', '已用（万元）', '剩余（万元）'].map((header) => ({ header, width: 18, numFmt: '#,##0.00####' })),
      ...['状态', '支持方向', '主要条款', '来源'].map((header) => ({ header, width: 24 })),
    ], // prettier-ignore
    rows: all.map((one) => [
      ...[one.title, bankText(one), one.signedOn, one.from, one.until],
      ...[one.lineFen, one.usedFen, one.leftFen].map((fen) => (fen === null ? null : wanFromFen(fen))),
      ...[agreementRow(one, today).standing.text, one.purpose, one.terms, one.source],
    ]),
    samples: { over: '示例', rows: all.map(({ isSample }) => isSample) },
  })
}

/** `GET /bureau/agreements/:id` */
export const showAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  await agreementPage(pages, req, res, idParam(req), { faults: [], typed: {} })
}

async function agreementPage(
  { agreements }: AgreementPageDeps,
  req: Request,
  res: Response,
  id: string,
  end: { readonly faults: readonly FormFault[]; readonly typed: Readonly<Record<string, string>> },
): Promise<void> {
  const agreement = await agreements.withUse(id)
  const today = agreements.today()
  page(res, 'agreements/agreement', {
    title: agreement.title,
    indexed: false,
    csrf: csrfToken(req),
    ...bureauFrame(req, 'agreements'),
    ...(agreement.isSample && { strip: '示例数据：这份协议和机构均为示例，不代表任何真实机构。' }),
    listHref: paths.agreements({}),
    row: agreementRow(agreement, today),
    facts: [
      ['签订日期', agreement.signedOn === null ? '未公布' : formatDate(agreement.signedOn)],
      ['支持方向', agreement.purpose ?? '未填写'],
      ['来源', agreement.source ?? '未填写'],
      ['最近修改', formatInstant(agreement.changedAt)],
      ...(agreement.endReason === null ? [] : [['终止原因', agreement.endReason]]),
    ],
    terms: agreement.terms?.split('\n') ?? null,
    editHref: agreement.endedOn === null ? paths.agreementTerms({ id }) : null,
    end: agreement.endedOn === null ? { action: paths.agreementEnd({ id }), today, version: agreement.version, ...end } : null,
    faults: end.faults,
  }) // prettier-ignore
}

/** `GET /bureau/agreements/new` */
export const newAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  await formPage(pages, req, res, null, null)
}

/** `POST /bureau/agreements` */
export const enterAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  const form = readRowForm(agreementTable(await pages.banks()), req.body, pages.agreements.now())
  if (!form.ok) return formPage(pages, req, res, null, form)
  const { id } = await pages.agreements.enter(form.row, actorOf(currentUser(req)))
  res.redirect(303, paths.agreement({ id }))
}

/** `GET /bureau/agreements/:id/terms` */
export const editAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  await formPage(pages, req, res, await pages.agreements.get(idParam(req)), null)
}

/** `POST /bureau/agreements/:id/terms` */
export const changeAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  const agreement = await pages.agreements.get(idParam(req))
  const form = readRowForm(agreementTable(await banksFor(pages, agreement)), req.body, pages.agreements.now())
  const of = { id: agreement.id, version: form.version }
  const changed = form.ok ? await pages.agreements.change(of, form.row, actorOf(currentUser(req))) : null
  if (changed?.ok) return res.redirect(303, paths.agreement({ id: agreement.id }))
  await formPage(pages, req, res, agreement, form, changed?.error)
}

const endSchema = z.strictObject({
  version: z.string().regex(/^\d{1,9}$/, '表单有误，请返回重新打开'),
  on: z.string().trim().refine(isLawDate, '终止日期：请写成 2026-01-31'),
  reason: z.string().trim().min(2, '终止原因：请写明原因').max(200, '终止原因：最多 200 个字').regex(/^[^\p{Cc}<>]*$/u, '终止原因：含有不能使用的字符'),
}) // prettier-ignore

/** `POST /bureau/agreements/:id/end` */
export const endAgreement = (pages: AgreementPageDeps) => async (req: Request, res: Response) => {
  const { id } = await pages.agreements.get(idParam(req))
  const form = readForm(endSchema, req.body)
  const by = actorOf(currentUser(req))
  const ended = form.ok ? await pages.agreements.end({ id, version: Number(form.value.version) }, form.value, by) : null
  if (ended?.ok) return res.redirect(303, paths.agreement({ id }))
  const faults = form.ok ? [fault('on', ended?.error ?? '没有保存，请重试')] : form.faults
  res.status(422)
  await agreementPage(pages, req, res, id, { faults, typed: form.typed })
}

/** A sample keeps the invented name of its bank: no list of real ones is offered for it. */
async function banksFor({ banks }: AgreementPageDeps, agreement: Agreement | null): Promise<readonly BankChoice[]> {
  if (!agreement?.isSample) return banks()
  const { bankId, bankName } = agreement
  return bankId === null || bankName === null ? [] : [{ id: bankId, name: bankName }]
}

async function formPage(
  pages: AgreementPageDeps,
  req: Request,
  res: Response,
  agreement: Agreement | null,
  form: RowForm<NewAgreement> | null,
  refusal?: string,
): Promise<void> {
  const table = agreementTable(await banksFor(pages, agreement))
  const { fields, faults } = rowFields(
    table,
    (id) => (agreement === null ? '' : savedValue(agreement, id)),
    form,
    refusal,
  )
  if (faults.length > 0) res.status(422)
  page(res, 'spreadsheets/row-form', {
    title: agreement === null ? '录入协议' : `修改：${agreement.title}`,
    indexed: false,
    csrf: csrfToken(req),
    ...bureauFrame(req, 'agreements'),
    listHref: agreement === null ? paths.agreements({}) : paths.agreement({ id: agreement.id }),
    listTitle: agreement === null ? '授信协议' : agreement.title,
    lead: '',
    isSample: agreement?.isSample ?? false,
    note: '',
    version: form?.version ?? agreement?.version ?? 0,
    faults,
    fields,
    action: agreement === null ? paths.agreements({}) : paths.agreementTerms({ id: agreement.id }),
    removal: null,
  })
}

function savedValue(agreement: Agreement, id: AgreementColumn): string {
  if (id === 'line') return agreement.lineFen === null ? '' : String(wanFromFen(agreement.lineFen))
  if (id === 'bank') return agreement.bankName ?? UNPUBLISHED
  return agreement[id] ?? ''
}
