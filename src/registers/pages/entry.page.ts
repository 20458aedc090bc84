import type { Request, Response } from 'express'
import { z } from 'zod'
import { chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import { fault, type FormFault, readForm, type Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { type ColumnId, columnIds, columnsOf, parseRow } from '../rules/columns.js'
import type { NewEntry, Register, RegisterEntry } from '../rules/register.js'
import type { RegistersService } from '../registers.service.js'
import { textCell } from '../../spreadsheets/index.js'
import { registerIn, registerPage } from './register-page.js'
import { actorOf } from '../../kernel/actor.js'

type RefusedEntry = { readonly faults: readonly FormFault[]; readonly typed: Typed }

/** `GET /registers/:register/entries/new` */
export const newEntry = (req: Request, res: Response): void => entryForm(req, res, registerIn(req), null)

/** `POST /registers/:register/entries` */
export const addEntry = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const form = readEntry(register, req.body, registers.now())
  const added = form.ok ? await registers.add(register, form.entry, actorOf(currentUser(req))) : null
  if (added?.ok) res.redirect(303, paths.register({ register: register.id }))
  else entryForm(req, res, register, null, refusedBy(form, added))
}

/** `GET /registers/:register/entries/:id` */
export const editEntry = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  entryForm(req, res, register, await requireEntry(registers, register, idParam(req)))
}

/** `POST /registers/:register/entries/:id` */
export const changeEntry = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const entry = await requireEntry(registers, register, idParam(req))
  const form = readEntry(register, req.body, registers.now())
  const changed = form.ok ? await registers.change(register, entry.id, form.entry, actorOf(currentUser(req))) : null
  if (changed?.ok) res.redirect(303, paths.register({ register: register.id }))
  else entryForm(req, res, register, entry, refusedBy(form, changed))
}

/** `POST /registers/:register/entries/:id/removal` */
export const removeEntry = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  await registers.remove(register, idParam(req), actorOf(currentUser(req)))
  res.redirect(303, paths.register({ register: register.id }))
}

async function requireEntry(registers: RegistersService, register: Register, id: string): Promise<RegisterEntry> {
  const entry = await registers.find(register.id, id)
  if (entry === null) throw new NotFound('名录中没有这一条，可能已经移除。')
  return entry
}

type EntryForm =
  { readonly ok: true; readonly entry: NewEntry; readonly typed: Typed } | ({ readonly ok: false } & RefusedEntry)

const schema = z.strictObject(
  Object.fromEntries(columnIds.map((id) => [id, z.string('只能填写一项').max(400, '内容太长').optional()])),
)

/** A form is read by the same rules as a row of a workbook. */
function readEntry(register: Register, body: unknown, now: Date): EntryForm {
  const form = readForm(schema, body)
  if (!form.ok) return form
  const { typed } = form
  const row = parseRow(register, (column) => textCell(typed[column] ?? ''), chinaDay(now))
  if (row.ok) return { ok: true, entry: row.value, typed }
  const labels = new Map(columnsOf(register).map(({ id, label }) => [id, label]))
  return {
    ok: false,
    typed,
    faults: row.error.map(({ column, reason }) => fault(column, `${labels.get(column) ?? ''}：${reason}`)),
  }
}

function refusedBy(form: EntryForm, done: { readonly ok: boolean; readonly error?: string } | null): RefusedEntry {
  if (!form.ok) return form
  return { typed: form.typed, faults: [fault('name', done?.error ?? '没有保存，请重试')] }
}

function entryForm(
  req: Request,
  res: Response,
  register: Register,
  entry: RegisterEntry | null,
  refused?: RefusedEntry,
): void {
  const at = { register: register.id }
  if (refused) res.status(422)
  const valueOf = (id: ColumnId) => refused?.typed[id] ?? (entry === null ? '' : String(entry[id] ?? ''))
  registerPage(req, res, 'entry', register, {
    title: entry === null ? '添加条目' : entry.name,
    isSample: entry?.isSample ?? false,
    ...(entry?.isSample && { strip: '示例数据：这一条是示例，不代表任何真实企业。' }),
    faults: refused?.faults ?? [],
    action: entry === null ? paths.registerEntries(at) : paths.registerEntry({ ...at, id: entry.id }),
    removal: entry === null ? null : paths.registerEntryRemoval({ ...at, id: entry.id }),
    brought: entry && `${formatInstant(entry.importedAt)} ${entry.importId === null ? '录入' : '导入'}`,
    fields: columnsOf(register).map(({ id, label, needed, hint }) => ({
      name: id,
      label: needed ? label : `${label}（可留空）`,
      hint,
      value: valueOf(id),
      options:
        id === 'grade'
          ? (register.grade?.values ?? []).map((value) => ({ value, selected: value === valueOf(id) }))
          : null,
      wrong: refused?.faults.find((one) => one.field === id)?.message ?? '',
    })),
  })
}
