import { canonicalJson } from './canonical-json.js'
import { sha256 } from './sha256.js'
import { thresholdsOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Vocabulary } from './types.js'

const cache = new WeakMap<Vocabulary, WeakMap<readonly SizeBand[], string>>()

/**
 * Identifies the reference data that sentences and derived facts depend on: the SHA-256, in lower-case hex, of the
 * canonical JSON of the names of industries and green classes and of the size bands, as far as the engine reads them.
 * The names of banks are not included: they belong to the catalogue, whose version covers them. Cached.
 */
export function referenceDigest(vocabulary: Vocabulary, sizeBands: readonly SizeBand[]): string {
  const ofVocabulary = cache.get(vocabulary) ?? new WeakMap<readonly SizeBand[], string>()
  cache.set(vocabulary, ofVocabulary)
  const known = ofVocabulary.get(sizeBands)
  if (known !== undefined) return known
  const digest = sha256(
    canonicalJson({
      industries: Object.fromEntries(vocabulary.industries),
      greenClasses: Object.fromEntries(vocabulary.greenClasses),
      sizeBands: sizeBands.map((band) => ({ covers: coveredBy(band), thresholds: thresholdsOf(band) })),
    }),
  )
  ofVocabulary.set(sizeBands, digest)
  return digest
}

function coveredBy({ gbt4754: { sections = [], divisions = [], groups = [], classes = [] } }: SizeBand) {
  return { sections, divisions, groups, classes }
}
