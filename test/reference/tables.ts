import { readTableFile, referenceOf, tableNames, type Reference } from '../../src/reference/index.js'

/** The lookups over the project's own data files, without a database. */
export async function shippedReference(): Promise<Reference> {
  return referenceOf(await Promise.all(tableNames.map((name) => readTableFile(name))))
}
