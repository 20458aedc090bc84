const origin = 'http://local.invalid'
const longest = 500

/**
 * Where to go after signing in, when it is a place of this site: a path of our own, never another site.
 * @returns null for anything else (`//evil.example`, `/\evil`, `https:…`, control characters)
 */
export function safeReturnPath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > longest || !/^\/(?![/\\])[\x21-\x7e]*$/.test(value)) return null
  if (value.includes('\\') || !URL.canParse(value, origin)) return null
  const url = new URL(value, origin)
  return url.origin === origin && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : null
}
