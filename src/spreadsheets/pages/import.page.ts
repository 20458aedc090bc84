import type { Request, Response } from 'express'
import { headingOf, writeRefused, writeSheetTemplate } from '../write-workbook.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { fault } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { Site } from '../../web/route.js'
import { csrfToken } from '../../web/security/index.js'
import { uploadOf, uploadReader } from '../../web/uploads/read-upload.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import type { ImportState } from '../import.store.js'
import type { SheetImports } from '../sheet-import.js'
import type { Path } from '../../web/path.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { type Actor, actorOf } from '../../kernel/actor.js'

const STATES: Readonly<Record<ImportState, string>> = {
  refused: '没有通过，没有写入任何内容',
  checked: '检查通过，等待写入',
  applied: '已写入',
  cancelled: '已放弃',
}
const REFUSED_PAGE = 100
const STAFF = ['bureau', 'administrator'] as const

/** The addresses of the imports of one table, and of its list. */
export type ImportPaths = {
  readonly list: Path<string>
  readonly template: Path<string>
  readonly imports: Path<string>
  readonly one: Path<`${string}/:id`>
  readonly application: Path<`${string}/:id/application`>
  readonly cancellation: Path<`${string}/:id/cancellation`>
  readonly refused: Path<`${string}/:id/refused.xlsx`>
}

type Frame = (req: Request) => Readonly<Record<string, unknown>>

/** The pages of the imports of one table, for the bureau and the centre. `frame` is what stands around each page. */
export function importRoutes<T>(site: Site, imports: SheetImports<T>, paths: ImportPaths, frame: Frame): void {
  const prefix = imports.table.id.toUpperCase()
  const staff = (audit: string) => ({ role: STAFF, audit: `${prefix}_${audit}` })
  const show = (wrong: string | null) => importsPage(imports, paths, frame, wrong)
  site
    .get(paths.template.pattern, staff('TEMPLATE_DOWNLOADED'), async (_req, res) => {
      workbookHeaders(res, `${imports.table.title}_模板.xlsx`)
      await writeSheetTemplate(res, imports.table)
    })
    .get(paths.imports.pattern, staff('IMPORTS_READ'), show(null))
    .post(paths.imports.pattern, { ...staff('IMPORT_CHECKED'), before: [uploadReader()] }, async (req, res) => {
      const file = await workbookIn(res)
      if (!file.ok) return show(file.wrong)(req, res)
      const id = await imports.start(file, by(req))
      res.redirect(303, paths.one({ id }))
    })
    .get(paths.one.pattern, staff('IMPORT_READ'), importPage(imports, paths, frame))
    .get(paths.refused.pattern, staff('IMPORT_FAULTS_EXPORTED'), async (req, res) => {
      const { faulty } = await imports.find(idParam(req))
      workbookHeaders(res, `${imports.table.title}_没有通过的行.xlsx`)
      await writeRefused(res, inTurn(faulty))
    })
    .post(paths.application.pattern, staff('IMPORTED'), async (req, res) => {
      await imports.apply(idParam(req), by(req))
      res.redirect(303, paths.one({ id: idParam(req) }))
    })
    .post(paths.cancellation.pattern, staff('IMPORT_CANCELLED'), async (req, res) => {
      await imports.cancel(idParam(req), by(req))
      res.redirect(303, paths.one({ id: idParam(req) }))
    })
}

const by = (req: Request): Actor => actorOf(currentUser(req))

async function* inTurn<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* await Promise.resolve(rows)
}

type Workbook =
  { readonly ok: true; readonly name: string; readonly bytes: Buffer } | { readonly ok: false; readonly wrong: string }

async function workbookIn(res: Response): Promise<Workbook> {
  const upload = uploadOf(res)
  if (upload.file === null) return { ok: false, wrong: upload.fault }
  const file = await inspectFile(upload.file.name, upload.file.bytes, ['xlsx'])
  if (!file.ok) return { ok: false, wrong: file.error }
  return { ok: true, name: file.value.name, bytes: file.value.bytes }
}

const importsPage =
  <T>(imports: SheetImports<T>, paths: ImportPaths, frame: Frame, wrong: string | null) =>
  async (req: Request, res: Response): Promise<void> => {
    if (wrong !== null) res.status(422)
    const { title, columns } = imports.table
    page(res, 'spreadsheets/imports', {
      title: `导入${title}`,
      indexed: false,
      csrf: csrfToken(req),
      ...frame(req),
      action: paths.imports({}),
      listHref: paths.list({}),
      listTitle: title,
      templateHref: paths.template({}),
      wrong,
      faults: wrong === null ? [] : [fault('file', wrong)],
      columns: columns.map((column) => ({
        label: headingOf(column),
        hint: `${column.required ? '必填。' : ''}${column.hint}`,
      })),
      imports: (await imports.latest(20)).map((one) => ({
        href: paths.one({ id: one.id }),
        fileName: one.fileName,
        state: STATES[one.state],
        rows: one.counts.read,
        refused: one.counts.refused,
        at: formatInstant(one.at),
      })),
    })
  }

const importPage =
  <T>(imports: SheetImports<T>, paths: ImportPaths, frame: Frame) =>
  async (req: Request, res: Response): Promise<void> => {
    const found = await imports.find(idParam(req))
    const at = { id: found.id }
    const number = pageNumberIn(req.query.page)
    const from = (number - 1) * REFUSED_PAGE
    res.set('Cache-Control', 'no-store')
    page(res, 'spreadsheets/import', {
      title: `导入：${found.fileName}`,
      indexed: false,
      csrf: csrfToken(req),
      ...frame(req),
      state: STATES[found.state],
      raw: found.state,
      counts: found.counts,
      fault: found.fault,
      unused: found.unused.join('、'),
      applyAction: paths.application(at),
      cancelAction: paths.cancellation(at),
      againHref: paths.imports({}),
      listHref: paths.list({}),
      listTitle: imports.table.title,
      refusedHref: paths.refused(at),
      rows: found.faulty.slice(from, from + REFUSED_PAGE),
      pages: pagesOf(number, REFUSED_PAGE, found.faulty.length, (one) => paths.one(at, { page: one })),
    })
  }
