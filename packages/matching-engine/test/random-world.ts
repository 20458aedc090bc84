import { conditionsOf, FACTS, leavesOf } from '../src/index.js'
import type { Catalogue, Facts, FactSpec, FactValue, Leaf, Product, Rule, Vocabulary } from '../src/index.js'

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export type World = { readonly values: ReadonlyMap<string, readonly FactValue[]> }

/** Per fact the values worth trying: every bound of the catalogue, values beside it, every word, covered codes. */
export function worldOf(catalogue: Catalogue, vocabulary: Vocabulary): World {
  const leaves = catalogue.products.flatMap((product) => leavesOf(conditionsOf(product)))
  return { values: new Map(FACTS.map((spec) => [spec.name, valuesFor(spec, leaves, vocabulary)])) }
}

function valuesFor(spec: FactSpec, leaves: readonly Leaf[], vocabulary: Vocabulary): readonly FactValue[] {
  const literals = leaves
    .filter(({ fact }) => fact === spec.name)
    .flatMap(({ value }) => (typeof value !== 'object' ? [value] : 'of' in value ? [] : value))
  switch (spec.kind) {
    case 'boolean':
      return [true, false, false]
    case 'number':
    case 'integer': {
      const bounds = [...new Set(literals.map(Number)), 0, 1, 10, 300, 1200, 50_000]
      const beside = bounds.flatMap((bound) => [bound, bound + 1, bound - 1, bound * 2, bound / 2])
      const { min = -Infinity, max = Infinity } = spec
      const whole = spec.kind === 'integer' ? beside.map(Math.round) : beside
      return [...new Set(whole)].filter((value) => value >= min && value <= max)
    }
    case 'choice':
      return spec.values ?? []
    case 'set':
      return (spec.values ?? []).map((value) => [value])
    case 'banks':
      return [...vocabulary.banks.keys()].map((bank) => [bank])
    case 'industry': {
      const classes = [...vocabulary.industries.keys()].filter((code) => /^\d{4}$/.test(code))
      return classes.filter((code, i) => i % 7 === 0 || literals.some((prefix) => code.startsWith(String(prefix))))
    }
    case 'green':
      return ['', '', ...vocabulary.greenClasses.keys()]
  }
}

/** A profile with every fact, or with a share of them missing. */
export function randomFacts({ values }: World, random: () => number, missing = 0): Facts {
  const facts: Record<string, FactValue> = {}
  for (const spec of FACTS) {
    const pool = values.get(spec.name) ?? []
    const pick = () => pool[Math.floor(random() * pool.length)] ?? ''
    if (random() < missing) continue
    if (spec.kind === 'set' || spec.kind === 'banks') {
      const size = Math.floor(random() * 4)
      const members = new Set(Array.from({ length: size }, pick).flat())
      facts[spec.name] = pool.flat().filter((member) => members.has(member)) as string[]
    } else facts[spec.name] = pick()
  }
  return facts
}

const FACTORS = [0.5, 0.8, 1, 1, 1.25, 2]

/** A larger catalogue: the products again and again with other bounds, purposes and groups. */
export function enlarged(catalogue: Catalogue, count: number, random: () => number): Catalogue {
  const products = Array.from({ length: count }, (_, i) => {
    const product = catalogue.products[i % catalogue.products.length]
    if (product === undefined) throw new Error('the catalogue is empty')
    return i < catalogue.products.length ? product : varied(product, i, random)
  })
  return { ...catalogue, products }
}

function varied(product: Product, i: number, random: () => number): Product {
  const factor = () => FACTORS[Math.floor(random() * FACTORS.length)] ?? 1
  const { amount } = product
  const cap = factor()
  const limit = amount.limit?.map((item) => ({ ...item, times: Math.round(item.times * factor() * 100) / 100 }))
  return {
    ...product,
    id: `${product.id}-${i}`,
    amount: {
      minWan: amount.minWan === null ? null : amount.minWan * cap,
      maxWan: amount.maxWan === null ? null : amount.maxWan * cap,
      basis: amount.basis,
      ...(limit && { limit }),
    },
    criteria: variedRule(product.criteria, factor, random),
  }
}

function variedRule(rule: Rule, factor: () => number, random: () => number): Rule {
  if ('all' in rule) return { all: rule.all.map((child) => variedRule(child, factor, random)) }
  if ('any' in rule) return { any: rule.any.map((child) => variedRule(child, factor, random)) }
  if ('not' in rule) return { not: variedRule(rule.not, factor, random) }
  const { value } = rule
  if (typeof value === 'number') return { ...rule, value: Math.round(value * factor()) }
  if (typeof value !== 'object') return rule
  if ('of' in value) return { ...rule, value: { of: value.of, times: Math.round(value.times * factor() * 100) / 100 } }
  return rule
}
