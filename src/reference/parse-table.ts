import { z } from 'zod'
import { tableSchemas, type TableName, type Tables } from './table-schemas.js'

/**
 * Reads the text of one table into its typed form.
 * @throws Error naming the table and the place of the first faults.
 */
export function parseTable<Name extends TableName>(name: Name, json: string): Tables[Name] {
  const parsed = tableSchemas[name].safeParse(JSON.parse(json))
  if (!parsed.success) throw new Error(`Reference table ${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data as Tables[Name]
}
