import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

type CachedPage = {
  readonly body: Buffer
  /** The compressed body; computed on first use. */
  readonly gzip: () => Buffer
  readonly etag: string
}

export type PageCache = {
  get(key: string): CachedPage | undefined
  put(key: string, html: string): CachedPage
}

/**
 * Caches rendered pages by key. Evicts the least recently used page when a limit (number of pages, bytes) is exceeded, so
 * that invented addresses cannot fill the memory.
 */
export function pageCache(limits: { readonly pages: number; readonly bytes: number }): PageCache {
  const cache = new Map<string, CachedPage>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= cache.get(key)?.body.length ?? 0
    cache.delete(key)
  }

  return {
    get(key) {
      const page = cache.get(key)
      if (page) {
        cache.delete(key)
        cache.set(key, page)
      }
      return page
    },
    put(key, html) {
      const page = cachedPage(Buffer.from(html))
      drop(key)
      cache.set(key, page)
      bytes += page.body.length
      for (const oldest of cache.keys()) {
        if (cache.size <= limits.pages && bytes <= limits.bytes) break
        drop(oldest)
      }
      return page
    },
  }
}

function cachedPage(body: Buffer): CachedPage {
  let compressed: Buffer | null = null
  const gzip = () => (compressed ??= gzipSync(body))
  // A weak tag, because the page is sent plain and compressed.
  return { body, gzip, etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` }
}
