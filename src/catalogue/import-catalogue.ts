import { compileCatalogue, type Fault } from '@lueqiao/matching-engine'
import { asCatalogue, type CatalogueContent } from './catalogue-content.js'
import type { CatalogueStore, VersionRecord } from './catalogue.store.js'
import { checkCatalogue, type VocabularyOf } from './import/check-catalogue.js'
import { readJson } from './import/read-json.js'

export type ImportOutcome =
  | { readonly outcome: 'sound'; readonly content: CatalogueContent }
  | { readonly outcome: 'made' | 'restored' | 'same'; readonly record: VersionRecord }
  | { readonly outcome: 'refused'; readonly faults: readonly Fault[] }

/**
 * Takes a catalogue file in. The whole file is checked first; with any fault nothing is written and all of them are
 * returned. `input` is the file's bytes or its text; `dryRun` checks and writes nothing.
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
  const faults = unusable(content.value, options.vocabularyOf)
  if (faults.length > 0) return { outcome: 'refused', faults }
  if (options.dryRun) return { outcome: 'sound', content: content.value }
  return store.publish(content.value, options.now)
}

/** The last check is the one that counts: a version in force that the engine cannot compile would take every page down. */
function unusable(content: CatalogueContent, vocabularyOf: VocabularyOf): Fault[] {
  try {
    compileCatalogue(asCatalogue(content, 'checked'), vocabularyOf(content.banks))
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ path: '文件', message: `匹配引擎无法使用这份目录（${reason}）。` }]
  }
}
