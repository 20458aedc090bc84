import { z } from 'zod'
import { chinaDay } from '../../kernel/dates.js'
import { textCell } from '../xlsx/cell.js'
import { fault, type FormFault, readForm, type Typed } from '../../web/form.js'
import type { SheetTable } from '../sheet-table.js'

/** A row typed into a form. `version` is the one that the form showed, 0 for a new row. */
export type RowForm<T> = { readonly typed: Typed; readonly version: number } & (
  { readonly ok: true; readonly row: T } | { readonly ok: false; readonly faults: readonly FormFault[] }
)

/** Reads a form by the same rules as a row of a workbook. */
export function readRowForm<T, Id extends string>(table: SheetTable<T, Id>, body: unknown, now: Date): RowForm<T> {
  const text = z.string('只能填写一项').max(5000, '内容太长').optional()
  const schema = z.strictObject({
    version: z
      .string()
      .regex(/^\d{1,9}$/, '表单有误，请返回重新打开')
      .optional(),
    ...Object.fromEntries(table.columns.map(({ id }) => [id, text])),
  })
  const form = readForm(schema, body)
  const version = Number(/^\d{1,9}$/.exec(form.typed.version ?? '')?.[0] ?? 0)
  if (!form.ok) return { ok: false, typed: form.typed, version, faults: form.faults }
  const { typed } = form
  const row = table.parse((id) => textCell(typed[id] ?? ''), chinaDay(now))
  if (row.ok) return { ok: true, row: row.value, typed, version }
  const labels = new Map(table.columns.map(({ id, label }) => [id, label]))
  const faults = row.error.map(({ column, reason }) => fault(column, `${labels.get(column) ?? ''}：${reason}`))
  return { ok: false, typed, version, faults }
}

/** The fields of the form of a row, filled with what was typed or with what stands, and everything that is wrong. */
export function rowFields<T, Id extends string>(
  table: SheetTable<T, Id>,
  standing: (id: Id) => string,
  form: RowForm<T> | null,
  refusal?: string,
) {
  const [first] = table.headerColumns
  const faults: readonly FormFault[] =
    form && !form.ok ? form.faults : refusal === undefined ? [] : [fault(first ?? '', refusal)]
  const fields = table.columns.map(({ id, label, required: needed, hint, unit, choices, long = false }) => {
    const value = form ? (form.typed[id] ?? '') : standing(id)
    return {
      name: id,
      label: `${label}${unit === undefined ? '' : `（${unit}）`}${needed ? '' : '（可留空）'}`,
      hint: choices ? '' : hint,
      value,
      long,
      options: choices?.map((choice) => ({ value: choice, selected: choice === value })) ?? null,
      wrong: faults.find((one) => one.field === id)?.message ?? '',
    }
  })
  return { fields, faults }
}
