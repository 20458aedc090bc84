/** An announcement on the home page. */
export type News = {
  readonly id: string
  readonly title: string
  readonly publishedAt: Date | null
  readonly updatedAt: Date
}

/** Number of announcements on the home page. */
export const NEWS_SHOWN = 3
/** How long the list is cached, in milliseconds. */
const RECHECK_MS = 1000

/**
 * The latest announcements, read at most once a second with one query for all callers.
 * @param clock monotonic milliseconds
 */
export function newsCache(
  read: (count: number) => Promise<readonly News[]>,
  clock: () => number = () => performance.now(),
): () => Promise<readonly News[]> {
  let cached: { readonly news: Promise<readonly News[]>; readonly at: number } | null = null
  return () => {
    if (cached && clock() - cached.at < RECHECK_MS) return cached.news
    const current = { news: read(NEWS_SHOWN), at: clock() }
    cached = current
    // A failed read is not cached.
    current.news.catch(() => {
      if (cached === current) cached = null
    })
    return current.news
  }
}

/** A cache key for a list of announcements: ids and times of change. */
export const newsKey = (news: readonly News[]): string =>
  news.map(({ id, updatedAt }) => `${id}@${updatedAt.getTime()}`).join(' ')
