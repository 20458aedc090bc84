/** Whether a value from JSON is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The keys of an object that are not among the known ones. */
export function unknownKeys(object: Record<string, unknown>, known: readonly string[]): readonly string[] {
  return Object.keys(object).filter((key) => !known.includes(key))
}
