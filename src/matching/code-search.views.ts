import type { Reference } from '../reference/index.js'
import { isBroadGreenClass } from './green-depth.js'

const MOST_FOUND = 40
const LONGEST_QUERY = 40

export type FoundCode = { readonly code: string; readonly name: string; readonly note: string }
export type NarrowingLink = { readonly href: string; readonly text: string }

/** What a search for a code shows: codes that can be an answer, and links that lead nearer to one. */
export type CodeSearch = {
  readonly query: string
  /** What was found, as a sentence; empty before the first search. */
  readonly found: string
  readonly codes: readonly FoundCode[]
  readonly narrow: readonly NarrowingLink[]
}

/** The address of this question with another search. */
export type SearchAt = (query: string) => string

export function searchIndustries(search: string, { industries }: Reference): CodeSearch {
  const query = search.slice(0, LONGEST_QUERY)
  const codes = industries.search(query, MOST_FOUND).map(({ code, name }) => {
    const above = industries.trail(code).find((step) => step.level === 'division')
    return { code, name, note: above?.name ?? '' }
  })
  return { query, found: foundSentence(query, codes.length), codes, narrow: [] }
}

/**
 * A class with classes below it is a link to them and never an answer: whoever has a project of 4.2.2 and chooses 4
 * would not meet a product for 4.2.2. Before a search the nine first-level classes lead on.
 */
export function searchGreenClasses(search: string, { greenClasses }: Reference, searchAt: SearchAt): CodeSearch {
  const query = search.slice(0, LONGEST_QUERY)
  const opened = query.normalize('NFKC').trim().replace(/\.$/, '')
  const isOpened = isBroadGreenClass(opened, greenClasses.names)
  const listed = opened === '' || isOpened ? greenClasses.below(opened) : [...greenClasses.search(query, MOST_FOUND)]
  const isBroad = ({ code }: { readonly code: string }) => isBroadGreenClass(code, greenClasses.names)
  const down = listed.filter(isBroad).map(({ code, name }) => ({ href: searchAt(code), text: `${code} ${name}` }))
  const up = opened.includes('.') ? opened.slice(0, opened.lastIndexOf('.')) : ''
  const upText = up === '' ? '返回全部大类' : `返回 ${up} ${greenClasses.names.get(up) ?? ''}`
  return {
    query,
    found: isOpened
      ? `“${opened} ${greenClasses.names.get(opened) ?? ''}”下有 ${listed.length} 类，请选到最细一级`
      : foundSentence(query, listed.length),
    codes: listed.filter((one) => !isBroad(one)).map(({ code, name }) => ({ code, name, note: '' })),
    narrow: isOpened ? [...down, { href: searchAt(up), text: upText }] : down,
  }
}

function foundSentence(query: string, count: number): string {
  if (query.trim() === '') return ''
  if (count === 0) return `没有找到“${query}”，请换一个词，例如只写产品或行业的主要字`
  return count < MOST_FOUND ? `找到 ${count} 个，请选择` : `先列出 ${count} 个，没有您要的请多写几个字`
}
