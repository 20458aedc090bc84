import { withSynonyms } from './synonyms.js'
import { normalizeForSearch, phoneticText, matchesPhonetic, type PhoneticText } from './phonetic.js'
import type { Tables } from '../data/table-schemas.js'

type GreenClass = {
  /** Dotted code of the 2025 green finance catalogue: 4, 4.2 or 4.2.1. */
  readonly code: string
  readonly name: string
  readonly level: 1 | 2 | 3
  readonly summary: string
  /** Names of the GB/T 4754 classes that the catalogue lists under a third-level class, normalized for search. */
  readonly industryNames: readonly string[]
}

export type GreenClasses = {
  readonly names: ReadonlyMap<string, string>
  /** The nine first-level classes. */
  readonly top: readonly GreenClass[]
  readonly all: readonly GreenClass[]
  find(code: string): GreenClass | null
  /** The classes directly below, or the first level for the empty code. */
  below(code: string): readonly GreenClass[]
  /** Classes whose code begins with the query (whole segments) or whose name matches it; at most `limit`. */
  search(query: string, limit?: number): readonly GreenClass[]
}

/** Indexes the green finance catalogue in the order of its codes. */
export function greenClassesOf(table: Tables['green-catalogue']): GreenClasses {
  const top = table.level1.map((item) => greenClass(item, 1))
  const all = [
    ...top,
    ...table.level2.map((item) => greenClass(item, 2)),
    ...table.items.map((item) => greenClass(item, 3, item.industries)),
  ].sort(byDottedCode)
  const byCode = new Map(all.map((item) => [item.code, item]))
  let sounds: ReadonlyMap<string, PhoneticText> | null = null
  const soundsOf = () => (sounds ??= new Map(all.map((item) => [item.code, phoneticText(item.name)])))
  return {
    names: new Map(all.map((item) => [item.code, item.name])),
    top,
    all,
    find: (code) => byCode.get(code) ?? null,
    below: (code) => (code === '' ? top : all.filter((item) => parentOf(item.code) === code)),
    search(query, limit = 20) {
      const code = query.normalize('NFKC').trim()
      if (/^\d+(\.\d+)*\.?$/.test(code)) {
        const stem = code.replace(/\.$/, '')
        return all.filter((item) => `${item.code}.`.startsWith(`${stem}.`)).slice(0, limit)
      }
      const normalized = normalizeForSearch(query)
      if (normalized === '') return []
      const prepared = soundsOf()
      const words = withSynonyms(normalized)
      const named = all.filter((item) => words.some((word) => matchesPhonetic(prepared.get(item.code) ?? [], word)))
      // The official table describes a class in other words by the GB/T 4754 classes that it lists under it.
      const listed = all.filter((item) => item.industryNames.some((name) => words.some((word) => name.includes(word))))
      return [...new Set([...named, ...listed])].slice(0, limit)
    },
  }
}

const greenClass = (
  item: { code: string; name: string; summary: string },
  level: GreenClass['level'],
  industries: readonly { name: string }[] = [],
): GreenClass => ({
  code: item.code,
  name: item.name,
  level,
  summary: item.summary,
  industryNames: industries.map(({ name }) => normalizeForSearch(name)),
})

const parentOf = (code: string) => code.split('.').slice(0, -1).join('.')

function byDottedCode(a: GreenClass, b: GreenClass): number {
  const [left, right] = [a.code.split('.').map(Number), b.code.split('.').map(Number)]
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const gap = (left[place] ?? -1) - (right[place] ?? -1)
    if (gap !== 0) return gap
  }
  return 0
}
