import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

type CachedPage = {
  readonly body: Buffer
  /** The same compressed: worked out when it is first asked for, and kept. */
  readonly gzip: () => Buffer
  readonly etag: string
}

export type PageCache = {
  get(key: string): CachedPage | undefined
  put(key: string, html: string): CachedPage
}

/**
 * Pages that depend on nothing but their key, kept as they are sent. The one used longest ago goes first, both when
 * there are too many and when they take too much room, so that made-up addresses cannot fill the memory.
 */
export function pageCache(limits: { readonly pages: number; readonly bytes: number }): PageCache {
  const kept = new Map<string, CachedPage>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= kept.get(key)?.body.length ?? 0
    kept.delete(key)
  }

  return {
    get(key) {
      const page = kept.get(key)
      if (page) {
        kept.delete(key)
        kept.set(key, page)
      }
      return page
    },
    put(key, html) {
      const page = cachedPage(Buffer.from(html))
      drop(key)
      kept.set(key, page)
      bytes += page.body.length
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.pages && bytes <= limits.bytes) break
        drop(oldest)
      }
      return page
    },
  }
}

function cachedPage(body: Buffer): CachedPage {
  let compressed: Buffer | null = null
  const gzip = () => (compressed ??= gzipSync(body))
  // Weak, as the same page goes out plain and compressed.
  return { body, gzip, etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` }
}
