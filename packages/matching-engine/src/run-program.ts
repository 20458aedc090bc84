import { multiple } from './evaluate.js'
import type { FactValues } from './fact-values.js'
import { FAIL, PASS, UNKNOWN } from './program.js'
import type { FieldProgram, GroupProgram, Program, RelativeLeaf, SetField } from './program.js'
import type { FactValue, Facts, Leaf } from './types.js'

/** Fills `states` with the state of every condition of the program for the values of one profile. */
export function runValues(program: Program, values: FactValues, states: Uint8Array): void {
  for (const field of program.fields) runField(field, field.codes.encode(values[field.index]), states)
  for (const set of program.sets) runSet(set, values[set.index], states)
  let at = program.firstRelative
  for (const relative of program.relatives) {
    states[at] = relativeState(relative, values[relative.index], values[relative.ofIndex])
    at += 1
  }
  runGroups(program, states)
}

/** Recomputes only the conditions that read one of the changed facts, and every group. */
export function runConditions(program: Program, facts: Facts, changed: ReadonlySet<string>, states: Uint8Array): void {
  for (const field of program.fields) {
    if (changed.has(field.spec.name)) runField(field, field.codes.encode(facts[field.spec.name]), states)
  }
  for (const set of program.sets) {
    if (changed.has(set.spec.name)) runSet(set, facts[set.spec.name], states)
  }
  program.relatives.forEach((relative, i) => {
    if (!changed.has(relative.leaf.fact) && !changed.has(relative.of)) return
    states[program.firstRelative + i] = relativeState(relative, facts[relative.leaf.fact], facts[relative.of])
  })
  runGroups(program, states)
}

/** The states of a coded field's leaves. */
export function runField(field: FieldProgram, code: number, states: Uint8Array): void {
  const { first, count } = field
  const row = code * count
  for (let k = 0; k < count; k += 1) states[first + k] = field.states[row + k] ?? 0
}

/** The states of a set field's leaves. */
export function runSet({ first, ops, words }: SetField, value: FactValue | undefined, states: Uint8Array): void {
  if (typeof value !== 'object') {
    states.fill(UNKNOWN, first, first + ops.length)
    return
  }
  for (let w = 0; w < words.length; w += 1) {
    const word = words[w]
    if (word === undefined) continue
    const mask = word.maskOf(value)
    for (let k = 0; k < ops.length; k += 1) {
      const op = ops[k] ?? 'hasAny'
      const holds = setHolds(op, mask, word.bounds[k] ?? 0)
      // `hasAny` holds when it does in any word, the others when they do in every word.
      if (w === 0 || holds === (op === 'hasAny')) states[first + k] = holds ? PASS : FAIL
    }
  }
}

/** The states of all groups, from the conditions that precede them. */
export function runGroups(program: Program, states: Uint8Array): void {
  let at = program.firstGroup
  for (const group of program.groups) {
    states[at] = kleene(group, (number) => states[number] ?? UNKNOWN)
    at += 1
  }
}

function setHolds(op: Leaf['op'], mask: number, bound: number): boolean {
  if (op === 'hasAny') return (mask & bound) !== 0
  return op === 'hasAll' ? (mask & bound) === bound : (mask & bound) === 0
}

export function relativeState(relative: RelativeLeaf, actual: FactValue | undefined, base: FactValue | undefined) {
  if (typeof actual !== 'number' || typeof base !== 'number') return UNKNOWN
  return compares(relative.leaf.op, actual, multiple(relative.times, base)) ? PASS : FAIL
}

/** Compares two numbers. */
export function compares(op: Leaf['op'], actual: number, bound: number): boolean {
  switch (op) {
    case '<=':
      return actual <= bound
    case '>=':
      return actual >= bound
    case '<':
      return actual < bound
    case '>':
      return actual > bound
    case '=':
      return actual === bound
    default:
      return actual !== bound
  }
}

/** Kleene's value of a group from the states of its children. */
export function kleene({ kind, children }: GroupProgram, stateOf: (number: number) => number): number {
  if (kind === 'not') return opposite(stateOf(children[0] ?? 0))
  const decisive = kind === 'all' ? FAIL : PASS
  let open = false
  for (const child of children) {
    const state = stateOf(child)
    if (state === decisive) return decisive
    if (state === UNKNOWN) open = true
  }
  if (open) return UNKNOWN
  return kind === 'all' ? PASS : FAIL
}

function opposite(state: number): number {
  return state === UNKNOWN ? UNKNOWN : state === PASS ? FAIL : PASS
}
