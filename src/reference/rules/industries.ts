import { withSynonyms } from './synonyms.js'
import { normalizeForSearch, phoneticText, matchesPhonetic, type PhoneticText } from './phonetic.js'
import type { Tables } from '../data/table-schemas.js'

type Industry = {
  /** GB/T 4754-2017: a section letter, or 2, 3 or 4 digits. */
  readonly code: string
  readonly name: string
  readonly level: 'section' | 'division' | 'group' | 'class'
  /** The letter of its section, A to T. */
  readonly section: string
}

export type Industries = {
  /** All 1,971 codes with their names. */
  readonly names: ReadonlyMap<string, string>
  readonly sections: readonly Industry[]
  find(code: string): Industry | null
  /** From the section down to the code itself, for a trail such as 制造业 / 农副食品加工业 / 蔬菜加工. */
  trail(code: string): readonly Industry[]
  /** Classes (4 digits) whose code begins with the query, or whose own or group's name matches it; best first, at most `limit`. */
  search(query: string, limit?: number): readonly Industry[]
}

/** Indexes the industry table. Names are prepared for pinyin search on the first search. */
export function industriesOf(table: Tables['industries']): Industries {
  const byCode = new Map(table.items.map((item) => [item.code, item]))
  const classes = table.items.filter((item) => item.level === 'class')
  let sounds: ReadonlyMap<string, PhoneticText> | null = null
  const soundsOf = () => (sounds ??= new Map(classes.map((item) => [item.code, phoneticText(item.name)])))

  /** Classes below a division or group of that name: 农副食品加工业 leads to all of 1311 … 1399. */
  const classesUnder = (normalized: string) => {
    const above = table.items.filter(
      (item) =>
        (item.level === 'division' || item.level === 'group') && normalizeForSearch(item.name).includes(normalized),
    )
    return classes.filter((item) => above.some(({ code }) => item.code.startsWith(code)))
  }

  const find = (code: string) => byCode.get(code) ?? null
  return {
    names: new Map(table.items.map((item) => [item.code, item.name])),
    sections: table.items.filter((item) => item.level === 'section'),
    find,
    trail(code) {
      const steps: Industry[] = []
      for (let at = byCode.get(code); at; at = at.parent === null ? undefined : byCode.get(at.parent)) steps.unshift(at)
      return steps
    },
    search(query, limit = 20) {
      const normalized = normalizeForSearch(query)
      if (normalized === '') return []
      if (/^\d+$/.test(normalized)) return classes.filter((item) => item.code.startsWith(normalized)).slice(0, limit)
      const prepared = soundsOf()
      const words = withSynonyms(normalized)
      const hits = classes.filter((item) => words.some((word) => matchesPhonetic(prepared.get(item.code) ?? [], word)))
      // A name that begins with the query, then the shorter name: 棉花加工 before 其他棉花制品加工.
      const order = (item: Industry) =>
        (normalizeForSearch(item.name).startsWith(normalized) ? 0 : 1000) + item.name.length
      hits.sort((a, b) => order(a) - order(b) || a.code.localeCompare(b.code))
      return [...new Set([...hits, ...classesUnder(normalized)])].slice(0, limit)
    },
  }
}
