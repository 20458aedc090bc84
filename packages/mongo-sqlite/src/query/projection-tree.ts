import type { Expression } from '../aggregate/expression.js'
import { CommandError } from '../errors.js'

/** What a projection does with one field: keep it, leave it out, compute it, or change the array found there. */
export type Leaf =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; evaluate: Expression }
  | { kind: 'change'; change: (value: unknown) => unknown; keeps: boolean }

/** The fields of a projection, nested by the components of their paths, in the order they were given. */
export class Tree {
  readonly kind = 'tree'
  readonly fields = new Map<string, Leaf | Tree>()
  /** True when something below is computed, so that a missing document has to be made for it. */
  computes = false

  /**
   * Puts a leaf at a path.
   * @throws CommandError 31249 or 31250 when another path is a part of this one.
   */
  add(path: string, leaf: Leaf): void {
    this.addBelow(path, path.split('.'), leaf)
  }

  private addBelow(path: string, parts: readonly string[], leaf: Leaf): void {
    const [part = '', ...rest] = parts
    if (leaf.kind === 'compute') this.computes = true
    if (rest.length === 0) {
      if (this.fields.has(part)) throw new CommandError(31250, `Path collision at ${path}`)
      this.fields.set(part, leaf)
      return
    }
    const next = this.fields.get(part) ?? new Tree()
    if (!(next instanceof Tree)) {
      throw new CommandError(31249, `Path collision at ${path} remaining portion ${rest.join('.')}`)
    }
    this.fields.set(part, next)
    next.addBelow(path, rest, leaf)
  }
}

/** Refuses paths that no field can have. */
export function checkPath(path: string): void {
  if (path === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) throw new CommandError(40353, "FieldPath must not end with a '.'.")
  for (const part of path.split('.')) {
    if (part === '') throw new CommandError(15998, 'FieldPath field names may not be empty strings.')
    if (part.startsWith('$')) {
      throw new CommandError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      )
    }
  }
}
