import type { Fault } from '../matching/engine/index.js'
import type { CatalogueStore, VersionRecord } from './catalogue.store.js'
import { checkCatalogue, type VocabularyOf } from './import/check-catalogue.js'
import { readJson } from './import/read-json.js'

export type ImportOutcome =
  | { readonly outcome: 'made' | 'restored' | 'same'; readonly record: VersionRecord }
  | { readonly outcome: 'refused'; readonly faults: readonly Fault[] }

/**
 * Takes a catalogue file in. The whole file is checked first; with any fault nothing is written and all of them are
 * returned. `input` is the file's bytes or its text.
 */
export async function importCatalogue(
  store: CatalogueStore,
  input: Uint8Array | string,
  options: { readonly vocabularyOf: VocabularyOf; readonly now: Date },
): Promise<ImportOutcome> {
  const json = readJson(input)
  if (!json.ok) return { outcome: 'refused', faults: json.error }
  const content = checkCatalogue(json.value, options.vocabularyOf)
  if (!content.ok) return { outcome: 'refused', faults: content.error }
  return store.publish(content.value, options.now)
}
