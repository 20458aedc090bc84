import { hash, verify } from '@node-rs/argon2'
import { emailKey } from './account.js'

const shortest = 10
const longest = 128

/** OWASP password storage: 19 MiB, two passes, one lane; the library's own algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Full-width and half-width letters are one: an input method may switch without asking. */
const normalised = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(normalised(password), cost)

let dummy: Promise<string> | null = null

/**
 * Whether the password is the one of the hash. Without a hash it takes the same time and says no, so that the time of
 * an answer does not tell whether there is an account.
 */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hash('no account has this password', cost)
  const known = passwordHash !== null && passwordHash !== ''
  const matches =
    password.length <= longest * 2 && (await verify(known ? passwordHash : await dummy, normalised(password)))
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
  const lower = normalised(password).toLowerCase()
  if (new Set(lower).size < 3) return '密码只由一两个字符重复而成，请换一个'
  if (leakedPasswords.has(lower)) return '这个密码太常见，容易被猜中，请换一个'
  return emailKey(email) && lower === emailKey(email) ? '密码不能与邮箱相同，请换一个' : null
}

/** Passwords of ten characters and more that lead every published list of leaked ones, in lower case. */
const leakedPasswords: ReadonlySet<string> = new Set(
  `0000000000 0123456789 0987654321 1029384756 1111111111 11111111111 111111111111 1122334455 1212121212 123123123123
  1231231231 123456123456 1234512345 123454321 12345678910 1234567890 12345678900 123456789a 123456789q 123456789abc
  1234567891 12345678901 123456789012 1234567899 123456abcd 123456qwerty 1234554321 123qweasdzxc 12qwaszx12 1357924680
  1472583690 147258369a 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 2222222222 3333333333 4444444444 5201314520
  5555555555 6666666666 7777777777 8888888888 88888888888 888888888888 9876543210 9999999999 a123456789 a1234567890
  aa12345678 aa123456789 aaaaaaaaaa abc1234567 abc12345678 abc123456789 abcd123456 abcd12345678 abcdefghij abcdefghijk
  adminadmin administrator asdfghjkl; asdfghjkl123 asdf123456 changeme123 football123 helloworld iloveyou123 iloveyou1314
  letmein123 lovelovelove password00 password01 password1! password11 password12 password123 password1234 password12345
  passwordpassword p@ssw0rd123 passw0rd123 q123456789 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc123 qazwsxedcrfv qq123456789
  qwe1234567 qweasdzxc123 qwer123456 qwer12345678 qwert12345 qwerty1234 qwerty12345 qwerty123456 qwertyuiop qwertyuiop123
  qwertyuiop[] superman123 w123456789 welcome123 woaini1314 woaini520520 woaini1314520 woaini123456 xinjiang123 bingtuan123
  z123456789 zaq12wsxcde3 zxcvbnm123 zxcvbnm123456 zxcvbnmasdfghjkl lvqiao123456 lueqiao123`
    .split(/\s+/)
    .filter(Boolean),
)
