import { canonicalJson } from './canonical-json.js'
import { sha256 } from './sha256.js'
import { thresholdsOf } from './size-class.js'
import type { SizeBand } from './size-class.js'
import type { Vocabulary } from './types.js'

const KNOWN = new WeakMap<Vocabulary, WeakMap<readonly SizeBand[], string>>()

/**
 * Names the reference data that sentences and derived facts rest on: SHA-256, in lower-case hex, of the canonical JSON
 * of the names of industries and green classes and of the size bands, as far as the engine reads them. The names of
 * banks are not among them: they come with the catalogue, whose version covers them. Worked out once.
 */
export function referenceDigest(vocabulary: Vocabulary, sizeBands: readonly SizeBand[]): string {
  const ofVocabulary = KNOWN.get(vocabulary) ?? new WeakMap<readonly SizeBand[], string>()
  KNOWN.set(vocabulary, ofVocabulary)
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
