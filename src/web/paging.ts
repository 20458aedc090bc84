/** The number of the page in an address, from 1; anything that is not one counts as the first. */
export function pageNumberIn(value: unknown): number {
  return typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 1
}

/** The page number in an address, at most the last page of a list of known length. */
export const pageWithin = (value: unknown, size: number, total: number): number =>
  Math.min(pageNumberIn(value), Math.max(1, Math.ceil(total / size)))

export type PageLinks = {
  readonly number: number
  readonly last: number
  readonly previous: string | null
  readonly next: string | null
}

/** Links to the previous and the next page. */
export function pagesOf(number: number, size: number, total: number, href: (page: number) => string): PageLinks {
  const last = Math.max(1, Math.ceil(total / size))
  return {
    number,
    last,
    previous: number > 1 ? href(Math.min(number, last + 1) - 1) : null,
    next: number < last ? href(number + 1) : null,
  }
}
