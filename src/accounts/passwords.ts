import { hash, verify } from '@node-rs/argon2'
import { leakedPasswords } from './leaked-passwords.js'
import { emailKey } from './account.js'

const shortest = 10
const longest = 128

/** OWASP password storage: 19 MiB, two passes, one lane; the library's own algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Full-width and half-width letters are one: an input method may switch without asking. */
const folded = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(folded(password), cost)

let dummy: Promise<string> | null = null

/**
 * Whether the password is the one of the hash. Without a hash it takes the same time and says no, so that the time of
 * an answer does not tell whether there is an account.
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hash('no account has this password', cost)
  const known = passwordHash !== null && passwordHash !== ''
  const matches = password.length <= longest * 2 && (await verify(known ? passwordHash : await dummy, folded(password)))
  return known && matches
}

/**
 * Why a new password will not do, or null. Length and a list of common ones, no rules of composition (NIST SP 800-63B,
 * 5.1.1.2).
 */
export function passwordFault(password: string, email: string): string | null {
  const length = [...password].length
  if (length < shortest) return `密码至少 ${shortest} 个字符，可以是一句话`
  if (length > longest) return `密码最多 ${longest} 个字符`
  const lower = folded(password).toLowerCase()
  if (new Set(lower).size < 3) return '密码只由一两个字符重复而成，请换一个'
  if (leakedPasswords.has(lower)) return '这个密码太常见，容易被猜中，请换一个'
  return emailKey(email) && lower === emailKey(email) ? '密码不能与邮箱相同，请换一个' : null
}
