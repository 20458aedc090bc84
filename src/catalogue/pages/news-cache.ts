/** An announcement as the home page names it. */
export type News = {
  readonly id: string
  readonly title: string
  readonly publishedAt: Date | null
  readonly updatedAt: Date
}

/** How many the home page names. */
export const NEWS_SHOWN = 3
/** How long a process may go on with the ones it knows. */
const RECHECK_MS = 1000

/**
 * The latest announcements, read at most once a second by one question for all callers.
 * @param clock milliseconds that only go forward
 */
export function newsCache(
  read: (count: number) => Promise<readonly News[]>,
  clock: () => number = () => performance.now(),
): () => Promise<readonly News[]> {
  let asked: { readonly news: Promise<readonly News[]>; readonly at: number } | null = null
  return () => {
    if (asked && clock() - asked.at < RECHECK_MS) return asked.news
    const mine = { news: read(NEWS_SHOWN), at: clock() }
    asked = mine
    // What could not be read is asked for again at once.
    mine.news.catch(() => {
      if (asked === mine) asked = null
    })
    return mine.news
  }
}

/** Says which announcements a page names, in which words: two pages with the same text name the same. */
export const newsKey = (news: readonly News[]): string =>
  news.map(({ id, updatedAt }) => `${id}@${updatedAt.getTime()}`).join(' ')
