import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../root.js'
import type { CatalogueStore } from './catalogue.store.js'
import { importCatalogue, type ImportOutcome } from './import-catalogue.js'
import type { VocabularyOf } from './import/check-catalogue.js'

export const shippedCatalogueFile = path.join(projectRoot, 'src/catalogue/data/catalogue.json')

/**
 * A portal without a catalogue takes the one it is shipped with; one that has a version is left alone (null).
 * @throws Error when the shipped file does not pass its own checks.
 */
export async function loadFirstCatalogue(
  store: CatalogueStore,
  options: { readonly vocabularyOf: VocabularyOf; readonly now: Date },
): Promise<ImportOutcome | null> {
  if ((await store.currentVersion()) !== null) return null
  const imported = await importCatalogue(store, await readFile(shippedCatalogueFile), options)
  if (imported.outcome === 'refused') {
    const [first] = imported.faults
    throw new Error(
      `The shipped catalogue has ${imported.faults.length} faults, first ${first?.path}: ${first?.message}`,
    )
  }
  return imported
}
