import { readFileSync } from 'node:fs'
import { checkCatalogue } from '../../src/catalogue/import/check-catalogue.js'
import { readJson } from '../../src/catalogue/import/read-json.js'
import { contentHash, versionId, type CatalogueContent } from '../../src/catalogue/data/catalogue-content.js'
import { shippedCatalogueFile } from '../../src/catalogue/import/import-catalogue.js'
import { snapshotOf, type CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'

/** The text of the catalogue file that the portal starts with. */
export const shippedText = (): string => readFileSync(shippedCatalogueFile, 'utf8')

/** The parsed file, new with each call, for a test that breaks something in it. */
export const shippedJson = (): ShippedJson => JSON.parse(shippedText()) as ShippedJson

type Json = Record<string, unknown>
export type ShippedJson = Json & { banks: Json[]; products: Json[] }

/** The shipped catalogue as checked content. */
export function shippedContent(reference: Reference): CatalogueContent {
  const json = readJson(shippedText())
  if (!json.ok) throw new Error('the shipped catalogue is not JSON')
  const content = checkCatalogue(json.value, reference.vocabulary)
  if (!content.ok) throw new Error(JSON.stringify(content.error.slice(0, 5)))
  return content.value
}

/** The snapshot of some content as the first version of an installation, without a database. */
export function snapshotOfContent(content: CatalogueContent, reference: Reference): CatalogueSnapshot {
  const hash = contentHash(content)
  const green = content.products.filter((product) => product.isGreen).length
  const counts = { banks: content.banks.length, products: content.products.length, green }
  const importedAt = new Date('2026-11-22T00:00:00Z')
  const version = versionId(content.asOf, hash)
  return snapshotOf({ ...content, version, number: 1, counts, contentHash: hash, importedAt }, reference)
}

export async function shippedSnapshot(): Promise<CatalogueSnapshot> {
  const reference = await shippedReference()
  return snapshotOfContent(shippedContent(reference), reference)
}
