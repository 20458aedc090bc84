import { readFileSync } from 'node:fs'
import type { Catalogue, Facts, SizeBand, Vocabulary } from '../src/index.js'

type Named = { readonly code: string | null; readonly name: string }
type Sample = { readonly id: string; readonly facts: Facts; readonly counts: Readonly<Record<string, number>> }

/** Reads a file of `data/`: a frozen copy, so that the tests do not change with the portal's reference data. */
function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8')) as T
}

/** A catalogue of 14 institutions and 110 products. */
export function deliveredCatalogue(): Catalogue {
  const file = read<Omit<Catalogue, 'version'>>('catalogue')
  return { version: '2026-11-22-000000000000', asOf: file.asOf, banks: file.banks, products: file.products }
}

/** Names and codes of industries and green classes, with the banks of a catalogue. */
export function deliveredVocabulary(catalogue: Catalogue = deliveredCatalogue()): Vocabulary {
  const industries = read<{ items: Named[] }>('industries')
  const green = read<{ level1: Named[]; level2: Named[]; items: Named[] }>('green-catalogue')
  const named = (list: readonly Named[]) =>
    new Map(list.flatMap(({ code, name }) => (code === null ? [] : [[code, name] as const])))
  return {
    industries: named(industries.items),
    greenClasses: named([...green.level1, ...green.level2, ...green.items]),
    banks: new Map(catalogue.banks.map(({ id, name }) => [id, name])),
  }
}

export function deliveredSizeBands(): readonly SizeBand[] {
  return read<{ items: SizeBand[] }>('size-bands').items
}

export function sizeVectors(): readonly Readonly<Record<string, string | number>>[] {
  return read<{ test_vectors: Record<string, string | number>[] }>('size-bands').test_vectors
}

/** The worked profiles with their counts. */
export function samples(): readonly Sample[] {
  return read<{ items: Sample[] }>('samples').items
}
