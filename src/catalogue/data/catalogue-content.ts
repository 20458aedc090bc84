import { createHash } from 'node:crypto'
import { canonicalJson, type Bank, type Catalogue, type Product } from '@lueqiao/matching-engine'

/** Everything that a catalogue file says. */
export type CatalogueContent = {
  readonly title: string
  /** The day the content is of, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly notes: string
  readonly banks: readonly Bank[]
  readonly products: readonly Product[]
}

/** SHA-256 of the canonical JSON: white space and the order of keys do not matter, the order of lists does. */
export function contentHash(content: CatalogueContent): string {
  const { title, asOf, notes, banks, products } = content
  return createHash('sha256').update(canonicalJson({ title, asOf, notes, banks, products })).digest('hex')
}

/** The name of a version, the same on every installation: the date and the first 12 digits of the hash. */
export const versionId = (asOf: string, hash: string): string => `${asOf}.${hash.slice(0, 12)}`

/** The part of a catalogue that the engine reads. */
export function asCatalogue(content: CatalogueContent, version: string): Catalogue {
  return { version, asOf: content.asOf, banks: content.banks, products: content.products }
}
