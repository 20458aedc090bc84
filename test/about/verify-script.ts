/** The browser's own files, imported as they are served. */
import { createHash } from 'node:crypto'

export type Finding = { readonly part: string; readonly product?: string; readonly message: string }
export type Report = {
  readonly kind: 'intact' | 'reformatted' | 'altered' | 'unreadable'
  readonly findings: readonly Finding[]
}
type Truth = {
  stateOf: (node: unknown, facts: unknown) => string
  verdictOf: (states: readonly string[]) => string
}

const script = (file: string): string => new URL(`../../public/js/verify/${file}`, import.meta.url).href

export const { sha256hex } = (await import(script('sha256.js'))) as { sha256hex: (text: string) => string }
export const { canonicalJson } = (await import(script('canonical-json.js'))) as {
  canonicalJson: (value: unknown) => string
}
export const { stateOf, verdictOf } = (await import(script('truth.js'))) as Truth
export const { checkRecord } = (await import(script('check-record.js'))) as { checkRecord: (text: string) => Report }

/** SHA-256 by Node's own implementation, to hold the script's against. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
