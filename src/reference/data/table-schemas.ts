import { z } from 'zod'

/** Fields of every dated public table. */
const dated = {
  source: z.string().min(1),
  source_url: z.array(z.string()).default([]),
  as_of: z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'as_of must begin with a date'),
  notes: z.string().default(''),
}

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const divisions = z.object({
  ...dated,
  items: z
    .array(
      z.object({
        number: z.int().positive(),
        name: z.string().min(1),
        division: z.string().min(1),
        short_name: z.string().min(1),
        aliases: z.array(z.string()),
        city: z.string().nullable(),
        city_code: z.string().nullable(),
        seat: z.string(),
        region: z.string(),
        zone: z.string(),
      }),
    )
    .min(1),
})

const industries = z.object({
  ...dated,
  items: z
    .array(
      z.object({
        code: z.string().regex(/^([A-Z]|\d{2,4})$/),
        level: z.enum(['section', 'division', 'group', 'class']),
        name: z.string().min(1),
        section: z.string().regex(/^[A-Z]$/),
        parent: z.string().nullable(),
      }),
    )
    .min(1),
})

const greenClass = z.object({
  code: z.string().regex(/^\d+(\.\d+){0,2}$/),
  name: z.string().min(1),
  summary: z.string().default(''),
})

const greenCatalogue = z.object({
  ...dated,
  level1: z.array(greenClass).min(1),
  level2: z.array(greenClass.extend({ parent: z.string() })).min(1),
  items: z
    .array(
      greenClass.extend({
        level2_code: z.string(),
        ghg_reduction: z.enum(['all', 'some', 'none']),
        industries: z.array(z.object({ name: z.string() })),
      }),
    )
    .min(1),
})

/** The lower bounds of an indicator: at or above `large_min` is large, and so on; below `small_min` is micro. */
const bounds = z.object({ large_min: z.number(), medium_min: z.number(), small_min: z.number() })

const sizeBands = z.object({
  ...dated,
  items: z
    .array(
      z.object({
        group: z.string().min(1),
        gbt4754: z.object({
          sections: z.array(z.string()).default([]),
          divisions: z.array(z.string()).default([]),
          groups: z.array(z.string()).default([]),
          classes: z.array(z.string()).default([]),
        }),
        indicators: z.partialRecord(z.enum(['employees', 'revenue_wan', 'assets_wan']), bounds),
      }),
    )
    .min(1),
})

const lpr = z.object({
  ...dated,
  items: z.array(z.object({ date: isoDate, lpr_1y: z.number().positive(), lpr_5y_plus: z.number().positive() })).min(1),
})

const namedDay = z.object({ date: isoDate, name: z.string().min(1) })

const holidays = z.object({
  ...dated,
  items: z.array(z.object({ year: z.int(), holidays: z.array(namedDay).min(1), workdays: z.array(namedDay) })).min(1),
})

const taxGrades = z.object({
  ...dated,
  items: z.array(z.object({ scheme: z.string(), grade: z.string(), name: z.string() })).min(1),
})

const environmentalFactors = z.object({ ...dated, items: z.array(z.object({ kind: z.string() })).min(1) })

const creditCode = z.object({
  ...dated,
  alphabet: z.string().length(31),
  weights: z.array(z.int()).length(17),
  modulus: z.literal(31),
})

/** Every reference table by name; a table's data file is `data/<name>.json`. */
const tableSchemas = {
  divisions,
  industries,
  'green-catalogue': greenCatalogue,
  'enterprise-size': sizeBands,
  lpr,
  holidays,
  'tax-grades': taxGrades,
  'environmental-factors': environmentalFactors,
  'credit-code': creditCode,
} as const

export type TableName = keyof typeof tableSchemas
export type Tables = { readonly [Name in TableName]: z.infer<(typeof tableSchemas)[Name]> }

export const tableNames = Object.keys(tableSchemas) as readonly TableName[]

/**
 * Parses the text of one table.
 * @throws Error naming the table and the paths of its faults.
 */
export function parseTable<Name extends TableName>(name: Name, json: string): Tables[Name] {
  const parsed = tableSchemas[name].safeParse(JSON.parse(json))
  if (!parsed.success) throw new Error(`Reference table ${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data as Tables[Name]
}
