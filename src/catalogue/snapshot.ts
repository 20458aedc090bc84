import {
  compileCatalogue,
  type Bank,
  type Catalogue,
  type CompiledCatalogue,
  type Product,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import type { Reference } from '../reference/index.js'
import { asCatalogue } from './catalogue-content.js'
import type { StoredCatalogue, VersionRecord } from './catalogue.store.js'
import { shelfOf, type Shelf } from './shelf/shelf.js'

/** One catalogue version with everything that is worked out from it once. It never changes. */
export type CatalogueSnapshot = {
  /** What is recorded of the version: its name, number, title, date, notes and counts. */
  readonly version: VersionRecord
  readonly catalogue: Catalogue
  readonly compiled: CompiledCatalogue
  readonly vocabulary: Vocabulary
  readonly products: ReadonlyMap<string, Product>
  readonly banks: ReadonlyMap<string, Bank>
  readonly greenClasses: Reference['greenClasses']
  /** The catalogue prepared for filtering, searching and sorting. */
  readonly shelf: Shelf
}

export function snapshotOf(stored: StoredCatalogue, reference: Reference): CatalogueSnapshot {
  const { products, ...version } = stored
  const catalogue = asCatalogue({ ...version, products }, version.version)
  const vocabulary = reference.vocabulary(catalogue.banks)
  return Object.freeze({
    version,
    catalogue,
    compiled: compileCatalogue(catalogue, vocabulary, reference.sizeBands),
    vocabulary,
    products: new Map(products.map((product) => [product.id, product])),
    banks: new Map(catalogue.banks.map((bank) => [bank.id, bank])),
    greenClasses: reference.greenClasses,
    shelf: shelfOf(catalogue, reference.greenClasses),
  })
}
