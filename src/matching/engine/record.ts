import { canonicalJson } from '../../kernel/canonical-json.js'
import type { CompiledCatalogue } from './compile.js'
import { deriveFacts, derivedOnly } from './derive-facts.js'
import { explainResult, match } from './match.js'
import { referenceDigest } from './reference-digest.js'
import { sha256 } from './sha256.js'
import type { SizeBand } from './size-class.js'
import type { Facts, Node, Score, Verdict } from './types.js'
import { ENGINE_VERSION } from './version.js'

export type RecordedResult = {
  readonly product: string
  readonly bank: string
  readonly verdict: Verdict
  readonly amountWan: number | null
  readonly coveragePct: number | null
  readonly partial: boolean
  readonly rank: number
  readonly score: Score
  readonly conditions: readonly Node[]
}

/** One decision, complete enough to be replayed and to be checked without the catalogue. */
export type MatchRecord = {
  readonly engine: string
  /** Version of the catalogue. */
  readonly catalogue: string
  /** SHA-256 of the reference data: names of industries and green classes, bounds of the size classes. */
  readonly reference: string
  readonly asOf: string
  /** What was given, canonical. */
  readonly facts: Facts
  /** What followed from it. */
  readonly derived: Facts
  /** In the order of the default ranking. */
  readonly results: readonly RecordedResult[]
  /** SHA-256 of the parts, so that a check can name the one that was changed. */
  readonly digests: { readonly facts: string; readonly results: Readonly<Record<string, string>> }
  /** SHA-256 over the canonical JSON of everything else. */
  readonly hash: string
}

export type RecordOptions = { readonly asOf: string; readonly sizeBands: readonly SizeBand[] }

/** Matches a profile and writes the decision down. `given` are canonical facts as parseFacts returns them. */
export function buildRecord(compiled: CompiledCatalogue, given: Facts, options: RecordOptions): MatchRecord {
  const full = deriveFacts(given, options.sizeBands)
  const derived = derivedOnly(given, full)
  const matched = match(compiled, full, { asOf: options.asOf, derived: new Set(Object.keys(derived)) })
  const results = matched.results.map((result): RecordedResult => {
    const explained = explainResult(compiled, matched, result)
    return {
      product: result.product.id,
      bank: result.product.bank,
      verdict: result.verdict,
      amountWan: result.amountWan,
      coveragePct: result.coveragePct,
      partial: result.partial,
      rank: result.rank,
      score: result.score,
      conditions: explained.all,
    }
  })
  const body = {
    engine: ENGINE_VERSION,
    catalogue: compiled.catalogue.version,
    reference: referenceDigest(compiled.vocabulary, options.sizeBands),
    asOf: options.asOf,
    facts: given,
    derived,
    results,
    digests: {
      facts: factsDigest(given, derived),
      results: Object.fromEntries(results.map((result) => [result.product, resultDigest(result)])),
    },
  }
  return { ...body, hash: sha256(canonicalJson(body)) }
}

/** The one byte form of a record: canonical JSON, its hash included. Page, command line and API send the same. */
export function serializeRecord(record: MatchRecord): string {
  return canonicalJson(record)
}

export function factsDigest(facts: unknown, derived: unknown): string {
  return sha256(canonicalJson({ facts, derived }))
}

export function resultDigest(result: unknown): string {
  return sha256(canonicalJson(result))
}
