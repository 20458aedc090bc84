import { createHash, randomInt } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'
import qrcode from 'qrcode'

const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const recoveryCodeCount = 10
/** One step before and after: clocks of telephones differ. */
const toleranceSeconds = 30

export const newSecret = (): string => generateSecret()

/** The step of thirty seconds whose code this is, or null. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  const token = code.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const epoch = Math.floor(at.getTime() / 1000)
  const result = verifySync({ secret, token, epoch, epochTolerance: toleranceSeconds })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** Ten codes of 49 random bits each, for when the telephone is lost. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from({ length: 10 }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
    return `${letters.slice(0, 5)}-${letters.slice(5)}`
  })
}

/** How a recovery code is kept; blanks, case and the dash do not matter. A random code needs no slow hash. */
export function recoveryHash(code: string): string {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return createHash('sha256').update(`recovery:${plain}`).digest('hex')
}

export type QrCode = { readonly size: number; readonly path: string; readonly uri: string }

/** The secret as a picture for a telephone: the path of an SVG of `size` units, with its quiet zone. */
export function qrCodeOf(secret: string, email: string): QrCode {
  const uri = generateURI({ issuer: '绿桥', label: email, secret })
  const { modules } = qrcode.create(uri, { errorCorrectionLevel: 'M' })
  const quiet = 4
  const dots = Array.from(modules.data, (dark, at) =>
    dark ? `M${(at % modules.size) + quiet} ${Math.floor(at / modules.size) + quiet}h1v1h-1z` : '',
  )
  return { size: modules.size + 2 * quiet, path: dots.join(''), uri }
}
