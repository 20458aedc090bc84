import { createHash, randomBytes } from 'node:crypto'

/** A new token of 256 random bits, as it stands in a link, and the hash under which it is kept. */
export function newToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
