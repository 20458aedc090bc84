import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { fault } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { uploadOf } from '../../web/uploads/read-upload.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import { columnsOf } from '../rules/columns.js'
import { type ImportState, isRunning, isStalled } from '../rules/register-import.js'
import type { RegistersService } from '../registers.service.js'
import { REFUSED_PAGE } from '../use-cases/run-import.js'
import { writeTemplate } from './register-workbook.js'
import { registerIn, registerPage } from './register-page.js'
import { type FaultyRow, writeRefused } from '../../spreadsheets/index.js'
import { actorOf } from '../../kernel/actor.js'

const STATES: Readonly<Record<ImportState, string>> = {
  checking: '正在检查',
  refused: '没有通过，没有写入任何内容',
  checked: '检查通过，等待写入',
  applying: '正在写入',
  applied: '已写入',
  cancelled: '已放弃',
}

const INTERRUPTED: Readonly<Record<ImportState, string>> = {
  ...STATES,
  checking: '检查中断，没有写入任何内容，请重新上传',
  applying: '写入中断，名录没有任何改动，可以再次写入',
  applied: '已写入；企业填报的核对中断，可以重新核对',
}

/** `GET /registers/:register/imports`: the form, the template, and what was imported before. */
export const showImports = (registers: RegistersService) => (req: Request, res: Response) =>
  importsPage(registers, req, res, null)

/** `POST /registers/:register/imports`: begins a dry run. */
export const startImport = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const upload = uploadOf(res)
  const file =
    upload.file === null
      ? { ok: false as const, error: upload.fault }
      : await inspectFile(upload.file.name, upload.file.bytes, ['xlsx'])
  if (!file.ok) {
    await importsPage(registers, req, res, file.error)
    return
  }
  const id = await registers.startImport(register, file.value, actorOf(currentUser(req)))
  res.redirect(303, paths.registerImport({ register: register.id, id }))
}

async function importsPage(
  registers: RegistersService,
  req: Request,
  res: Response,
  wrong: string | null,
): Promise<void> {
  const register = registerIn(req)
  const at = { register: register.id }
  if (wrong !== null) res.status(422)
  registerPage(req, res, 'imports', register, {
    title: `导入${register.title}`,
    action: paths.registerImports(at),
    templateHref: paths.registerTemplate(at),
    wrong,
    faults: wrong === null ? [] : [fault('file', wrong)],
    columns: columnsOf(register).map(({ label, needed, hint }) => ({
      label,
      hint: `${needed ? '必填。' : ''}${hint}`,
    })),
    imports: (await registers.latestImports(register.id, 20)).map((one) => ({
      href: paths.registerImport({ ...at, id: one.id }),
      fileName: one.fileName,
      state: STATES[one.state],
      rows: one.counts.read,
      refused: one.counts.refused,
      at: formatInstant(one.startedAt),
    })),
  })
}

/** `GET /registers/:register/imports/:id`: how far it has come, every refused row, and the button to write it. */
export const showImport = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const found = await registers.findImport(register, idParam(req))
  const at = { register: register.id, id: found.id }
  const number = pageNumberIn(req.query.page)
  const stalled = isStalled(found, registers.now())
  const running = isRunning(found, registers.now())
  // The page comes again by itself without a script while something is under way.
  if (running) res.set('Refresh', '2')
  res.set('Cache-Control', 'no-store')
  registerPage(req, res, 'import', register, {
    title: `导入：${found.fileName}`,
    state: stalled ? INTERRUPTED[found.state] : STATES[found.state],
    raw: found.state,
    running,
    ready: found.state === 'checked' || (stalled && found.state === 'applying'),
    counts: found.counts,
    fault: found.fault,
    unused: found.unused.join('、'),
    claims: found.claims,
    claimsAction: found.state === 'applied' && !found.claims.done ? paths.registerImportClaims(at) : null,
    applyAction: paths.registerImportApplication(at),
    cancelAction: paths.registerImportCancellation(at),
    againHref: paths.registerImports({ register: register.id }),
    selfHref: paths.registerImport(at),
    refusedHref: paths.registerImportRefused(at),
    rows: await registers.refusedRows(found.id, number),
    pages: pagesOf(number, REFUSED_PAGE, found.counts.refused, (page) => paths.registerImport(at, { page })),
  })
}

/** `GET /registers/:register/imports/:id/refused.xlsx`: every refused row with its reasons. */
export const sendRefused = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const { id } = await registers.findImport(register, idParam(req))
  workbookHeaders(res, `${register.title}_没有通过的行.xlsx`)
  await writeRefused(res, allRefused(registers, id))
}

async function* allRefused(registers: RegistersService, id: string): AsyncGenerator<FaultyRow> {
  for (let page = 1; ; page += 1) {
    const rows = await registers.refusedRows(id, page)
    if (rows.length === 0) return
    yield* rows
  }
}

/** `GET /registers/:register/template.xlsx` */
export const sendTemplate = async (req: Request, res: Response): Promise<void> => {
  const register = registerIn(req)
  workbookHeaders(res, `${register.title}_模板.xlsx`)
  await writeTemplate(res, register)
}

/** `POST …/application`, `…/cancellation`, `…/claims`: write what was checked, give it up, compare the claims again. */
export const applyImport = (registers: RegistersService) =>
  importAction((register, id, by) => registers.applyImport(register, id, by))
export const cancelImport = (registers: RegistersService) =>
  importAction((register, id, by) => registers.cancelImport(register, id, by))
export const checkClaims = (registers: RegistersService) =>
  importAction((register, id) => registers.checkClaimsAgain(register, id))

type ImportAction = (
  register: ReturnType<typeof registerIn>,
  id: string,
  by: ReturnType<typeof actorOf>,
) => Promise<void>

const importAction = (work: ImportAction) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  await work(register, idParam(req), actorOf(currentUser(req)))
  res.redirect(303, paths.registerImport({ register: register.id, id: idParam(req) }))
}
