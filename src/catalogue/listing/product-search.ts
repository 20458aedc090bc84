import { normalizeForSearch, phoneticText, matchesPhonetic, type PhoneticText } from '../../reference/index.js'
import type { Bank, Product } from '@lueqiao/matching-engine'
import { isInstitutionDisclosed } from '../rules/institution.js'

/** One product prepared for search, once per catalogue version. */
export type SearchEntry = {
  /** Name, and full and short name of the institution: found by characters, pinyin, initials and mixtures. */
  readonly sounds: readonly PhoneticText[]
  /** Category, purposes and summary: found by characters only, as initials would match nearly everything. */
  readonly text: string
  /** The bank's English abbreviation, found as a whole. */
  readonly bankId: string
  /** Short bank name and product name in one line, for abbreviations such as 邮储风电贷. */
  readonly line: string
}

/** Prepares products for search one by one; the names of the institutions are prepared once for all of them. */
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

/** The words of a search, folded; each of them has to be found. */
const searchTerms = (query: string): readonly string[] =>
  query
    .split(/\s+/u)
    .map(normalizeForSearch)
    .filter((term) => term !== '')

/**
 * Which entries a search finds. `near` tells that no product holds a word as it was typed, and that products holding
 * its characters in that order were taken instead (绿贷 → 绿色贷).
 */
export function searchProducts(
  entries: readonly SearchEntry[],
  query: string,
): { hits: readonly boolean[]; near: boolean } {
  const terms = searchTerms(query)
  const hits = entries.map((entry) => terms.every((term) => matches(entry, term)))
  if (terms.length === 0 || hits.includes(true)) return { hits, near: false }
  const loose = entries.map((entry) => terms.every((term) => matches(entry, term) || matchesInOrder(entry.line, term)))
  return { hits: loose, near: loose.includes(true) }
}

function matches(entry: SearchEntry, term: string): boolean {
  if (entry.bankId !== '' && entry.bankId === term) return true
  if (entry.sounds.some((text) => matchesPhonetic(text, term))) return true
  return /\p{Script=Han}/u.test(term) && entry.text.includes(term)
}

/** Chinese abbreviations take characters out of a name and keep their order; a single one would match too much. */
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
