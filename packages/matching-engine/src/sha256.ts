import { hash } from 'node:crypto'

/** SHA-256 in lower-case hex over the UTF-8 of a text. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}
