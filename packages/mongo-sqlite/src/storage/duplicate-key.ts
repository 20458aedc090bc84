import { CommandError } from '../errors.js'
import { shellText } from '../shell-text.js'
import type { Document } from '../values/document.js'
import type { IndexEntry } from './catalog.js'

/**
 * Error 11000 with the server's text, which mongoose plugins and error pages take apart:
 * `E11000 duplicate key error collection: db.coll index: name_1 dup key: { name: "x" }`.
 */
export function duplicateKey(namespace: string, index: IndexEntry, values: readonly unknown[]): CommandError {
  const keyValue: Document = {}
  index.keys.forEach(([path], i) => (keyValue[path] = values[i] ?? null))
  const text = index.keys.map(([path], i) => `${path}: ${shellText(values[i] ?? null)}`).join(', ')
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${text} }`
  return new CommandError('DuplicateKey', message, { keyPattern: index.spec.key, keyValue })
}
