import type { z } from 'zod'

/** One thing that is wrong with a form; `href` leads to the control. */
export type FormFault = { readonly field: string; readonly message: string; readonly href: string }

/** What was typed, by name of field, kept to fill the form again. Passwords are never among it. */
export type Typed = Readonly<Record<string, string>>

export type FormRead<T> =
  | { readonly ok: true; readonly value: T; readonly typed: Typed }
  | { readonly ok: false; readonly typed: Typed; readonly faults: readonly FormFault[] }

/** A fault of a named field; the field's control has the id `f-NAME`. */
export const fault = (field: string, message: string): FormFault => ({
  field,
  message,
  href: field ? `#f-${field}` : '#main',
})

/**
 * Reads a form with a strict schema whose messages are written for people; the token of the form is set aside first.
 * @param secret names of fields that are never kept
 */
export function readForm<T extends z.ZodType>(
  schema: T,
  body: unknown,
  secret: readonly string[] = [],
): FormRead<z.output<T>> {
  const given = typeof body === 'object' && body !== null ? { ...(body as Record<string, unknown>) } : {}
  delete given._csrf
  const typed = Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !secret.includes(entry[0]),
    ),
  )
  const parsed = schema.safeParse(given)
  return parsed.success ? { ok: true, value: parsed.data, typed } : { ok: false, typed, faults: faultsOf(parsed.error) }
}

/** One fault a field, in the order of the schema. */
function faultsOf(error: z.ZodError): readonly FormFault[] {
  const faults = new Map<string, FormFault>()
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        faults.set(`?${key}`, fault('', `表单中有不认识的内容“${key.slice(0, 40)}”，请刷新页面后重试`))
      continue
    }
    const field = issue.path.join('.')
    if (!faults.has(field)) faults.set(field, fault(field, issue.message))
  }
  return [...faults.values()]
}
