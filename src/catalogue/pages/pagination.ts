export type PageLink = { readonly number: number; readonly current: boolean }

/** How a list is cut: the page really shown and what stands on it, both counted from 1. */
export type PageCut = { readonly page: number; readonly pages: number; readonly from: number; readonly to: number }

/** Cuts `total` things; a page behind the last one becomes the last one. */
export function cutPage(total: number, asked: number, size: number): PageCut {
  const pages = Math.max(1, Math.ceil(total / size))
  const page = Math.min(asked, pages)
  return { page, pages, from: total === 0 ? 0 : (page - 1) * size + 1, to: Math.min(page * size, total) }
}

/** First, last, current and its neighbours; null stands where pages are left out. */
export function pageLinks({ page, pages }: PageCut): readonly (PageLink | null)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages)
  return shown.flatMap((number, place) => {
    const before = shown[place - 1] ?? 0
    const link = { number, current: number === page }
    if (number - before === 2) return [{ number: number - 1, current: false }, link]
    return number - before > 2 ? [null, link] : [link]
  })
}
