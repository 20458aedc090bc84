import { isLawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { fault } from '../../web/form.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { uploadOf } from '../../web/uploads/read-upload.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import type { Request, Response } from 'express'
import { bureauFrame } from '../../bureau-frame.js'
import { dayOf, type FiguresContext, type FiguresHandler } from '../../statistics/index.js'
import { checkRegister, REGISTER_RULES } from '../rules/register-checks.js'
import { registerLists } from './loan-register.page.js'
import { checksView, sumsText } from './loan-register.views.js'
import { readRegister, type ReadRegister } from '../read-register.js'

const MOST_SHOWN = 300
type CheckFormFaults = { readonly on?: string; readonly file?: string }

/** `GET /bureau/reports/ledger-check`: where a ledger that a bank sends is checked. */
export const showRegisterCheck: FiguresHandler = (figures, req, res) => {
  checkPage(figures, req, res, {}, null)
}

/** `POST /bureau/reports/ledger-check`: says which rows are inconsistent. Nothing of the file is kept. */
export const checkUploadedRegister: FiguresHandler = async (figures, req, res) => {
  const on = dayIn(req)
  const upload = uploadOf(res)
  const file = upload.file === null ? null : await inspectFile(upload.file.name, upload.file.bytes, ['xlsx'])
  const wrongFile = upload.fault ?? (file?.ok === false ? file.error : null)
  const wrong: CheckFormFaults = {
    ...(!isLawDate(on) && { on: '统计日请写成 2026-10-31 的样子，并且确有这一天' }),
    ...(wrongFile !== null && { file: wrongFile }),
  }
  if (Object.keys(wrong).length > 0 || file?.ok !== true) checkPage(figures, req, res, wrong, null)
  else {
    const read = await readRegister(file.value.bytes)
    if (read.fault === null) checkPage(figures, req, res, {}, { name: file.value.name, read })
    else checkPage(figures, req, res, { file: read.fault }, null)
  }
}

function dayIn(req: Request): string {
  const body: unknown = req.body
  const on = typeof body === 'object' && body !== null && 'on' in body ? body.on : undefined
  return typeof on === 'string' ? on.trim() : ''
}

type Checked = { readonly name: string; readonly read: ReadRegister }

function checkPage(
  figures: FiguresContext,
  req: Request,
  res: Response,
  wrong: CheckFormFaults,
  checked: Checked | null,
): void {
  const on = dayIn(req) || figures.today
  const result = checked === null ? null : resultOf(figures, on, checked)
  if (Object.keys(wrong).length > 0 || (result?.faultCount ?? 0) > 0) res.status(422)
  page(res, 'reports/reports-check', {
    title: '检查银行台账',
    indexed: false,
    csrf: csrfToken(req),
    ...bureauFrame(req, 'reports'),
    action: paths.bureauRegisterCheck({}),
    backHref: paths.bureauReports({}),
    on,
    wrong,
    faults: Object.entries(wrong).map(([field, message]) => fault(field, message)),
    result,
  })
}

function resultOf(figures: FiguresContext, on: string, { name, read }: Checked) {
  const loans = read.rows.map(({ loan }) => loan)
  const faults = checkRegister(loans, null, dayOf(on), registerLists(figures), (place) => read.rows[place]?.number ?? 0)
  const byNumber = new Map(read.rows.map(({ number, loan }) => [number, loan]))
  const rows = [
    ...read.unread.map(({ number, column, message }) => ({
      row: number,
      rule: column,
      message,
      bank: '',
      contract: '',
    })),
    ...faults.map(({ row, rule, message }) => {
      const { bank = '', contract = '' } = byNumber.get(row ?? 0) ?? {}
      return { row, rule: REGISTER_RULES[rule], message, bank, contract }
    }),
  ].sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const unread = new Set(read.unread.map(({ number }) => number)).size
  return {
    ...checksView(faults, ['totals']),
    name,
    count: loans.length + unread,
    unread,
    faultCount: rows.length,
    sums: sumsText(loans),
    rows: rows.slice(0, MOST_SHOWN),
    more: Math.max(0, rows.length - MOST_SHOWN),
    pages: null,
  }
}
