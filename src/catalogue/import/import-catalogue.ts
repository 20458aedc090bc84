import { compileCatalogue, type Fault } from '@lueqiao/matching-engine'
import { asCatalogue, type CatalogueContent } from '../data/catalogue-content.js'
import type { CatalogueStore, VersionRecord } from '../data/catalogue.store.js'
import { checkCatalogue, type VocabularyOf } from './check-catalogue.js'
import { readJson } from './read-json.js'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../../root.js'

export type ImportOutcome =
  | { readonly outcome: 'sound'; readonly content: CatalogueContent }
  | { readonly outcome: 'made' | 'restored' | 'same'; readonly record: VersionRecord }
  | { readonly outcome: 'refused'; readonly faults: readonly Fault[] }

/**
 * Imports a catalogue file, given as bytes or text. Checks the whole file first; a file with faults writes nothing and
 * returns all faults. With `dryRun` nothing is written either way.
 */
export async function importCatalogue(
  store: CatalogueStore,
  input: Uint8Array | string,
  options: { readonly vocabularyOf: VocabularyOf; readonly now: Date; readonly dryRun?: boolean },
): Promise<ImportOutcome> {
  const json = readJson(input)
  if (!json.ok) return { outcome: 'refused', faults: json.error }
  const content = checkCatalogue(json.value, options.vocabularyOf)
  if (!content.ok) return { outcome: 'refused', faults: content.error }
  const faults = compileFaults(content.value, options.vocabularyOf)
  if (faults.length > 0) return { outcome: 'refused', faults }
  if (options.dryRun) return { outcome: 'sound', content: content.value }
  return store.publish(content.value, options.now)
}

/** Compiles the content with the engine: a version in force that does not compile would break every page. */
function compileFaults(content: CatalogueContent, vocabularyOf: VocabularyOf): Fault[] {
  try {
    compileCatalogue(asCatalogue(content, 'checked'), vocabularyOf(content.banks))
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ path: '文件', message: `匹配引擎无法使用这份目录（${reason}）。` }]
  }
}

export const shippedCatalogueFile = path.join(projectRoot, 'src/catalogue/data/catalogue.json')

/**
 * Imports the shipped catalogue when the portal has none; otherwise does nothing and returns null.
 * @throws Error when the shipped file has faults.
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
