import { normalizeForSearch, phoneticText, matchesPhonetic, type PhoneticText } from '../../reference/index.js'
import type { Bank, Product } from '@lueqiao/matching-engine'
import { isInstitutionDisclosed } from '../rules/institution.js'

/** One product prepared for search, once per catalogue version. */
export type SearchEntry = {
  /** Product name, and full and short name of the institution: found by characters, pinyin, initials or a mixture. */
  readonly sounds: readonly PhoneticText[]
  /** Category, purposes and summary: found by characters only, because initials would match nearly everything. */
  readonly text: string
  /** The bank's English abbreviation, matched as a whole. */
  readonly bankId: string
  /** Bank names and product name joined, for abbreviations such as 邮储风电贷. */
  readonly line: string
}

/** Prepares products for search. The names of the institutions are prepared once for all products. */
export function searchIndexer(banks: ReadonlyMap<string, Bank>): (product: Product) => SearchEntry {
  const bankSounds = new Map(
    [...banks.values()].map((bank) => [bank.id, [bank.name, bank.shortName].map(phoneticText)]),
  )
  return (product) => {
    const bank = isInstitutionDisclosed(product) ? banks.get(product.bank) : undefined
    return {
      sounds: [phoneticText(product.name), ...((bank && bankSounds.get(bank.id)) ?? [])],
      // The summary of a product without an institution may name the bank that it only illustrates.
      text: normalizeForSearch([product.category, ...product.purposes, bank ? product.summary : ''].join(' ')),
      bankId: bank?.id ?? '',
      line: normalizeForSearch(`${bank?.shortName ?? ''}${bank?.name ?? ''}${product.name}`),
    }
  }
}

/** The normalized words of a query; all of them have to match. */
const searchTerms = (query: string): readonly string[] =>
  query
    .split(/\s+/u)
    .map(normalizeForSearch)
    .filter((term) => term !== '')

/**
 * Which entries a query matches. `approximate` is true when no product contains the words as typed and the hits contain
 * their characters in that order (绿贷 → 绿色贷).
 */
export function searchProducts(
  entries: readonly SearchEntry[],
  query: string,
): { hits: readonly boolean[]; approximate: boolean } {
  const terms = searchTerms(query)
  const hits = entries.map((entry) => terms.every((term) => matches(entry, term)))
  if (terms.length === 0 || hits.includes(true)) return { hits, approximate: false }
  const loose = entries.map((entry) => terms.every((term) => matches(entry, term) || matchesInOrder(entry.line, term)))
  return { hits: loose, approximate: loose.includes(true) }
}

function matches(entry: SearchEntry, term: string): boolean {
  if (entry.bankId !== '' && entry.bankId === term) return true
  if (entry.sounds.some((text) => matchesPhonetic(text, term))) return true
  return /\p{Script=Han}/u.test(term) && entry.text.includes(term)
}

/** A Chinese abbreviation takes characters of a name in order. A single character would match too much. */
function matchesInOrder(line: string, term: string): boolean {
  const chars = [...term]
  if (chars.length < 2 || !chars.every((char) => /\p{Script=Han}/u.test(char))) return false
  let from = 0
  return chars.every((char) => {
    const found = line.indexOf(char, from)
    from = found + 1
    return found !== -1
  })
}
