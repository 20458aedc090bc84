import { readFileSync } from 'node:fs'
import type { Catalogue, Facts, SizeBand, Vocabulary } from '../src/index.js'

type Named = { readonly code: string | null; readonly name: string }
type Sample = { readonly id: string; readonly facts: Facts; readonly counts: Readonly<Record<string, number>> }

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')) as T
}

/** The catalogue as delivered. */
export function deliveredCatalogue(): Catalogue {
  const file = read<Omit<Catalogue, 'version'>>('src/catalogue/data/catalogue.json')
  return { version: '2026-11-22-000000000000', asOf: file.asOf, banks: file.banks, products: file.products }
}

/** Names and code lists as delivered, with the banks of a catalogue. */
export function deliveredVocabulary(catalogue: Catalogue = deliveredCatalogue()): Vocabulary {
  const industries = read<{ items: Named[] }>('src/reference/data/industries.json')
  const green = read<{ level1: Named[]; level2: Named[]; items: Named[] }>('src/reference/data/green-catalogue.json')
  const named = (list: readonly Named[]) =>
    new Map(list.flatMap(({ code, name }) => (code === null ? [] : [[code, name] as const])))
  return {
    industries: named(industries.items),
    greenClasses: named([...green.level1, ...green.level2, ...green.items]),
    banks: new Map(catalogue.banks.map(({ id, name }) => [id, name])),
  }
}

export function deliveredSizeBands(): readonly SizeBand[] {
  return read<{ items: SizeBand[] }>('src/reference/data/enterprise-size.json').items
}

export function sizeVectors(): readonly Readonly<Record<string, string | number>>[] {
  return read<{ test_vectors: Record<string, string | number>[] }>('src/reference/data/enterprise-size.json')
    .test_vectors
}

/** The worked profiles with their counts. */
export function samples(): readonly Sample[] {
  return read<{ items: Sample[] }>('test/cases/samples.json').items
}
