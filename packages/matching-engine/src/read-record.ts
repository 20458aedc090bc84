import { isRecord } from './json-shape.js'

/** Deeper than any record: conditions are nested at most 8 groups deep. */
const DEEPEST = 64

export type ReadRecord =
  { readonly ok: true; readonly record: Record<string, unknown> } | { readonly ok: false; readonly fault: string }

/**
 * Parses untrusted text as a record. The result is an object that can be walked and serialised again: no number too
 * large for JSON (`1e400`) and limited nesting. Never throws.
 */
export function readRecord(text: string): ReadRecord {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, fault: '文件不是有效的 JSON，可能被截断或改动' }
  }
  if (!isRecord(value)) return { ok: false, fault: '文件不是一份决策记录' }
  const fault = unwritable(value)
  return fault === undefined ? { ok: true, record: value } : { ok: false, fault }
}

/** Why a value cannot be serialised again. Checks level by level, because deep nesting would exhaust recursion. */
function unwritable(value: unknown): string | undefined {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `记录的结构被改动：嵌套超过 ${DEEPEST} 层`
    const next: unknown[] = []
    for (const each of level) {
      if (typeof each === 'number' && !Number.isFinite(each)) return '记录里有超出范围的数字，无法核对'
      if (typeof each === 'object' && each !== null) for (const child of Object.values(each)) next.push(child)
    }
    level = next
  }
  return undefined
}
