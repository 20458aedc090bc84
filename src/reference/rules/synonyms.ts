/**
 * Everyday words → words of the official lists, for search only: results are shown with their official names. The list is
 * our own; a word is added when a user's search finds nothing.
 */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map([
  ['光伏', ['太阳能']],
  ['风电', ['风力']],
  ['秸秆', ['农林废弃物']],
  ['滴灌', ['灌溉']],
  ['番茄', ['蔬菜']],
  ['西红柿', ['蔬菜']],
  ['番茄酱', ['蔬菜']],
  ['果蔬', ['蔬菜', '水果']],
  ['红枣', ['水果']],
  ['葡萄', ['水果']],
  ['核桃', ['坚果']],
  ['轧棉', ['棉花加工']],
  ['奶', ['乳']],
])

/** The query and its synonyms in the official lists. */
export const withSynonyms = (query: string): readonly string[] => [query, ...(synonyms.get(query) ?? [])]
