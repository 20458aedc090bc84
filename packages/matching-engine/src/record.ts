import { canonicalJson } from './canonical-json.js'
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
  /** The given facts, canonical. */
  readonly facts: Facts
  /** The facts derived from them. */
  readonly derived: Facts
  /** In the order of the default ranking. */
  readonly results: readonly RecordedResult[]
  /** SHA-256 of the parts, so that a check can name the one that was changed. */
  readonly digests: { readonly facts: string; readonly results: Readonly<Record<string, string>> }
  /** SHA-256 over the canonical JSON of everything else. */
  readonly hash: string
}

export type RecordOptions = { readonly asOf: string; readonly sizeBands: readonly SizeBand[] }

/** Matches a profile and returns the decision record. `given` are canonical facts, as parseFacts returns them. */
export function buildRecord(compiled: CompiledCatalogue, given: Facts, options: RecordOptions): MatchRecord {
  return writeRecord(compiled, given, options).record
}

/** The record together with its serialised text; each part is serialised once, for the digests as well. */
export function writeRecord(
  compiled: CompiledCatalogue,
  given: Facts,
  options: RecordOptions,
): { readonly record: MatchRecord; readonly text: string } {
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
  const texts = results.map(resultText)
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
      results: Object.fromEntries(results.map(({ product }, place) => [product, sha256(texts[place] ?? '')])),
    },
  }
  // Members are sorted by name: `hash` goes before the last two, whose text is complete already.
  const { reference, results: last, ...first } = body
  const before = canonicalJson(first).slice(0, -1)
  const after = `"reference":${canonicalJson(reference)},"results":[${texts.join(',')}]}`
  const hash = sha256(`${before},${after}`)
  return { record: { ...first, reference, results: last, hash }, text: `${before},"hash":"${hash}",${after}` }
}

/** Text by node. Equal conditions are one object in all results of a record, and often in all records. */
const nodeTexts = new WeakMap<Node, string>()

function nodeText(node: Node): string {
  const known = nodeTexts.get(node)
  if (known !== undefined) return known
  const text = canonicalJson(node)
  nodeTexts.set(node, text)
  return text
}

/** The canonical JSON of a new result, assembled from cached node texts. */
function resultText({ amountWan, bank, conditions, ...rest }: RecordedResult): string {
  const before = canonicalJson({ amountWan, bank }).slice(0, -1)
  const after = canonicalJson(rest).slice(1)
  return `${before},"conditions":[${conditions.map(nodeText).join(',')}],${after}`
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
