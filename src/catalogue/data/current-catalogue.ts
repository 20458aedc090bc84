import type { Reference } from '../../reference/index.js'
import type { CatalogueStore, StoredCatalogue, VersionRecord } from './catalogue.store.js'
import { compileCatalogue, type Bank, type Catalogue, type CompiledCatalogue, type Product, type Vocabulary } from '@lueqiao/matching-engine'
import { asCatalogue } from './catalogue-content.js'
import { indexProducts, type ProductIndex } from '../listing/product-index.js'

/** How long the version in force is cached, in milliseconds: an import by another process shows within this time. */
const RECHECK_MS = 1000
/** Versions in memory: the one in force, and some for the replay of old records. */
const CACHED_VERSIONS = 4

export type CurrentCatalogue = {
  /** The version in force. @throws Error before the first import. */
  current(): Promise<CatalogueSnapshot>
  /** Any version by name, for replaying an old record; null when this installation does not have it. */
  at(version: string): Promise<CatalogueSnapshot | null>
}

/**
 * Serves immutable snapshots of catalogue versions. The version in force is queried at most once a second, with one query
 * for all callers; each version is read and compiled once.
 * @param clock monotonic milliseconds
 * @param onUnusable called with a version in force that this process cannot use
 */
export function currentCatalogue(
  store: Pick<CatalogueStore, 'currentVersion' | 'read'>,
  reference: Reference,
  clock: () => number = () => performance.now(),
  onUnusable: (version: string, error: unknown) => void = () => undefined,
): CurrentCatalogue {
  const cache = new Map<string, Promise<CatalogueSnapshot | null>>()
  let latest: { readonly snapshot: CatalogueSnapshot; readonly checkedAt: number } | null = null
  let checking: Promise<CatalogueSnapshot> | null = null

  function at(version: string): Promise<CatalogueSnapshot | null> {
    const found = cache.get(version) ?? read(version)
    // Moves the version to the end of the map, so that the least recently used is first.
    cache.delete(version)
    cache.set(version, found)
    for (const name of cache.keys()) {
      if (cache.size <= CACHED_VERSIONS) break
      cache.delete(name)
    }
    return found
  }

  function read(version: string): Promise<CatalogueSnapshot | null> {
    const reading = store.read(version).then((stored) => stored && snapshotOf(stored, reference))
    // A failed read, or a version that does not exist yet, is not cached.
    const forget = () => {
      if (cache.get(version) === reading) cache.delete(version)
    }
    reading.then((snapshot) => snapshot ?? forget(), forget)
    return reading
  }

  async function check(): Promise<CatalogueSnapshot> {
    const checkedAt = clock()
    const version = await store.currentVersion()
    const snapshot = version === null ? null : await usable(version)
    if (!snapshot) throw new Error('There is no catalogue yet: import one first.')
    latest = { snapshot, checkedAt }
    return snapshot
  }

  /** Falls back to the last usable version when this process cannot use the one in force. */
  async function usable(version: string): Promise<CatalogueSnapshot | null> {
    try {
      return await at(version)
    } catch (error) {
      if (!latest || latest.snapshot.version.version === version) throw error
      onUnusable(version, error)
      return latest.snapshot
    }
  }

  return {
    at,
    async current() {
      if (latest && clock() - latest.checkedAt < RECHECK_MS) return latest.snapshot
      checking ??= check().finally(() => {
        checking = null
      })
      return checking
    },
  }
}

/** One catalogue version with everything that is computed from it. It never changes. */
export type CatalogueSnapshot = {
  /** The stored record of the version: name, number, title, date, notes and counts. */
  readonly version: VersionRecord
  readonly catalogue: Catalogue
  readonly compiled: CompiledCatalogue
  readonly vocabulary: Vocabulary
  readonly products: ReadonlyMap<string, Product>
  readonly banks: ReadonlyMap<string, Bank>
  readonly greenClasses: Reference['greenClasses']
  /** The catalogue prepared for filtering, searching and sorting. */
  readonly productIndex: ProductIndex
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
    productIndex: indexProducts(catalogue, reference.greenClasses),
  })
}
