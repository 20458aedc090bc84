import { EJSON } from 'bson'

/** A value as the server prints it in messages, near enough to recognise it. */
export function show(value: unknown): string {
  return value === undefined ? 'missing' : EJSON.stringify(value, { relaxed: true })
}

export function showElement(name: string, value: unknown): string {
  return `${name}: ${show(value)}`
}
