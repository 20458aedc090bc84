import { createHash } from 'node:crypto'
import { canonicalJson, type Bank, type Catalogue, type Product } from '@lueqiao/matching-engine'

/** The content of a catalogue file. */
export type CatalogueContent = {
  readonly title: string
  /** The date of the content, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly notes: string
  readonly banks: readonly Bank[]
  readonly products: readonly Product[]
}

/** SHA-256 of the canonical JSON: independent of white space and key order, not of the order of lists. */
export function contentHash(content: CatalogueContent): string {
  const { title, asOf, notes, banks, products } = content
  return createHash('sha256').update(canonicalJson({ title, asOf, notes, banks, products })).digest('hex')
}

/** The name of a version: date and first 12 digits of the hash, the same on every installation. */
export const versionId = (asOf: string, hash: string): string => `${asOf}.${hash.slice(0, 12)}`

/** The part of a catalogue that the engine reads. */
export function asCatalogue(content: CatalogueContent, version: string): Catalogue {
  return { version, asOf: content.asOf, banks: content.banks, products: content.products }
}
