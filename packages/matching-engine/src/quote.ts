const LONGEST_QUOTE = 40

/** A value as messages quote it: its JSON, at most 40 characters, control characters escaped. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? cut(value) : cut(shape(value))
  return typeof value === 'string' ? JSON.stringify(text).slice(1, -1) : text
}

function shape(value: unknown): string {
  if (Array.isArray(value)) return `列表（${value.length} 项）`
  if (typeof value === 'object' && value !== null) return '对象'
  return String(value)
}

function cut(text: string): string {
  const letters = [...text.slice(0, LONGEST_QUOTE * 2)]
  return letters.length > LONGEST_QUOTE ? `${letters.slice(0, LONGEST_QUOTE - 1).join('')}…` : letters.join('')
}
