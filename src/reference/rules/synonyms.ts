/**
 * What people say → a word that the official lists use, for finding a class only: what is found is shown with its
 * official name and a person picks. Ours, not a source's; a word stands here only where a user looked in vain.
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

/** The query itself and the words of the official lists that it may stand for. */
export const withSynonyms = (query: string): readonly string[] => [query, ...(synonyms.get(query) ?? [])]
