import { CommandError } from '../errors.js'
import { documentField, stringField } from '../field.js'
import type { CollectionEntry } from '../storage/catalog.js'
import { compileCollation, type Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'
import type { Call } from './call.js'

/** The collection name a command starts with; 73 when it is empty, 14-like when it is no string. */
export function collectionName(call: Call): string {
  const name = call.body[call.name]
  if (typeof name !== 'string') {
    throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeof name}`)
  }
  if (name === '') throw new CommandError('InvalidNamespace', `Invalid namespace specified '${call.db}.'`)
  return name
}

/** The collection a command is about, undefined when it does not exist. */
export function targetOf(call: Call): CollectionEntry | undefined {
  return call.store.catalog.find(call.db, collectionName(call))
}

export function collationOf(body: Document): Collation | undefined {
  return compileCollation(body.collation ?? undefined)
}

export function letOf(call: Call): Document | undefined {
  return documentField(call.body, 'let', call.name)
}

/** A read concern this server can honour: what is committed here is always majority-committed and linearizable. */
export function checkReadConcern(call: Call): void {
  const concern = documentField(call.body, 'readConcern', call.name)
  if (concern === undefined) return
  const level = stringField(concern, 'level', 'readConcern')
  const levels = call.transaction
    ? ['snapshot', 'majority', 'local']
    : ['local', 'majority', 'available', 'linearizable']
  if (level === undefined || levels.includes(level)) return
  if (call.transaction !== null) {
    const message = `The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in order to run in a transaction`
    throw new CommandError('InvalidOptions', message)
  }
  if (level === 'snapshot') throw new CommandError(246, 'snapshot reads outside a transaction are not supported')
  throw new CommandError(
    'FailedToParse',
    `Enumeration value '${level}' for field 'readConcern.level' is not a valid value.`,
  )
}
