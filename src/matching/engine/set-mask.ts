import type { FactSpec } from './fact-spec.js'
import type { FactValue, Leaf, Vocabulary } from './types.js'
import { literalsOf } from './field-codes.js'

/** The mask of a set that is not known. */
export const NO_MASK = -1

/** How the sets of one fact become bit masks; members beyond the 30th share no bit and are refused when compiling. */
export function maskReader(spec: FactSpec, vocabulary: Vocabulary): (value: FactValue | undefined) => number {
  const members = spec.kind === 'banks' ? [...vocabulary.banks.keys()] : (spec.values ?? [])
  if (members.length > 30) throw new Error(`${spec.name} has more than 30 members`)
  const bitOf = new Map(members.map((member, i) => [member, 1 << i]))
  return (value) => {
    if (typeof value !== 'object') return NO_MASK
    let mask = 0
    for (const member of value) mask |= bitOf.get(member) ?? 0
    return mask
  }
}

/** The mask of a leaf's bound. */
export function boundMask(leaf: Leaf, read: (value: FactValue) => number): number {
  return read(literalsOf(leaf).map(String))
}
