import { canonicalJson, sha256 } from './browser-verifier.js'

type Leaf = Record<string, unknown>
type SampleResult = {
  product: string
  bank: string
  verdict: string
  amountWan: number | null
  rank: number
  conditions: Record<string, unknown>[]
}
export type SampleRecord = {
  engine: string
  catalogue: string
  reference: string
  asOf: string
  facts: Record<string, unknown>
  derived: Record<string, unknown>
  results: SampleResult[]
  digests: { facts: string; results: Record<string, string> }
  hash: string
}

const leaf = (fact: string, op: string, value: unknown, actual: unknown, state: string): Leaf => {
  return { fact, op, value, actual, state, basis: 'published', source: 'declared', sentence: `${fact} ${op}` }
}

/** Puts every checksum right, as somebody who knows the format could after changing a record. */
export function seal(record: SampleRecord): SampleRecord {
  const digests = {
    facts: sha256(canonicalJson({ facts: record.facts, derived: record.derived })),
    results: Object.fromEntries(record.results.map((result) => [result.product, sha256(canonicalJson(result))])),
  }
  const unsealed: Partial<SampleRecord> = { ...record, digests }
  delete unsealed.hash
  return { ...record, digests, hash: sha256(canonicalJson(unsealed)) }
}

/** A small sound record with three products, one of each verdict, and a nested condition. */
export function sampleRecord(): SampleRecord {
  const amount = leaf('need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 }, 300, 'pass')
  const grade = leaf('enterprise.taxGrade', 'in', ['A', 'B'], 'B', 'pass')
  const years = leaf('enterprise.yearsInOperation', '>=', 5, 3, 'fail')
  const patents = leaf('enterprise.patents', '>=', 1, null, 'unknown')
  const result = (product: string, verdict: string, rank: number, conditions: Record<string, unknown>[]) => {
    return { product, bank: 'psbc', verdict, amountWan: 315, rank, conditions }
  }
  return seal({
    engine: 'lueqiao-engine/1.1.0',
    catalogue: '2026-11-22-0123456789ab',
    reference: sha256('reference'),
    asOf: '2026-11-22',
    facts: { 'enterprise.taxGrade': 'B', 'enterprise.annualTaxWan': 45, 'need.amountWan': 300 },
    derived: { 'enterprise.yearsInOperation': 3 },
    results: [
      result('one', 'eligible', 1, [{ all: [amount, grade], state: 'pass' }]),
      result('two', 'needs_information', 2, [grade, { any: [years, patents], state: 'unknown' }]),
      result('three', 'ineligible', 3, [{ not: [grade], state: 'fail' }, years]),
    ],
    digests: { facts: '', results: {} },
    hash: '',
  })
}
