/** Types of the browser's own files, which are written in plain JavaScript. */
declare module '*/browser/sha256.js' {
  export function sha256hex(text: string): string
}
declare module '*/browser/canonical-json.js' {
  export function canonicalJson(value: unknown): string
}
declare module '*/browser/truth.js' {
  export function stateOf(node: unknown, facts: unknown): string
  export function verdictOf(states: readonly string[]): string
}
declare module '*/browser/check-record.js' {
  type Finding = { readonly part: string; readonly product?: string; readonly message: string }
  export type Report = {
    readonly kind: 'intact' | 'reformatted' | 'altered' | 'unreadable'
    readonly findings: readonly Finding[]
  }
  export function checkRecord(text: string): Report
}
