import { CommandError } from '../errors.js'
import { compileFilter } from '../query/filter.js'
import type { FilterOptions, Matcher } from '../query/filter.js'
import { show } from '../query/show.js'
import type { Document } from '../values/document.js'
import { get, isDocument, keysOf } from '../values/document.js'

/** The conditions `$[id]` stands for; the empty id stands for every element. */
export class ArrayFilters {
  private readonly byId = new Map<string, Matcher>()

  constructor(filters: readonly unknown[], options: FilterOptions) {
    for (const filter of filters) {
      if (!isDocument(filter)) throw new CommandError('TypeMismatch', 'array filters must be objects')
      const id = identifierOf(filter)
      if (this.byId.has(id)) {
        throw new CommandError('FailedToParse', `Found multiple array filters with the same top-level field name ${id}`)
      }
      this.byId.set(id, compileFilter(filter, options))
    }
  }

  matches(id: string, element: unknown): boolean {
    return id === '' || (this.byId.get(id)?.matches({ [id]: element }) ?? false)
  }

  /** Every `$[id]` of the paths must have its filter, and every filter its use. */
  check(paths: readonly string[], update: Document): void {
    const used = new Set<string>()
    for (const path of paths) {
      for (const [, id = ''] of path.matchAll(/(?<=^|\.)\$\[([^\]]*)\](?=\.|$)/g)) {
        if (id === '') continue
        used.add(id)
        if (!this.byId.has(id)) {
          throw new CommandError('BadValue', `No array filter found for identifier '${id}' in path '${path}'`)
        }
      }
    }
    for (const id of this.byId.keys()) {
      if (!used.has(id)) {
        throw new CommandError(
          'FailedToParse',
          `The array filter for identifier '${id}' was not used in the update ${show(update)}`,
        )
      }
    }
  }
}

function identifierOf(filter: Document): string {
  const ids = new Set<string>()
  collect(filter, ids)
  const [id, second] = ids
  if (id === undefined) {
    throw new CommandError('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters')
  }
  if (second !== undefined) {
    throw new CommandError(
      'FailedToParse',
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${id}' and '${second}'`,
    )
  }
  if (!/^[a-z][a-zA-Z0-9]*$/.test(id)) {
    throw new CommandError(
      'BadValue',
      'Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning ' +
        `with a lowercase letter, found '${id}'`,
    )
  }
  return id
}

function collect(filter: Document, ids: Set<string>): void {
  for (const key of keysOf(filter)) {
    const value = get(filter, key)
    if (!key.startsWith('$')) ids.add(key.split('.')[0] ?? '')
    else if (Array.isArray(value)) for (const branch of value) if (isDocument(branch)) collect(branch, ids)
  }
}
