import { factIndex } from './fact-values.js'
import { setMasks } from './bitset.js'
import type { MaskWord } from './bitset.js'
import { fieldCodes, MISSING } from './field-codes.js'
import type { FieldCodes } from './field-codes.js'
import { FACTS, isSet } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import type { Leaf, RelativeBound, Rule } from './types.js'

/** States as small numbers: bit 0 is fail, bit 1 is unknown. */
export const PASS = 0
export const FAIL = 1
export const UNKNOWN = 2

/** One field with its leaves; leaf `k` of the field is condition `first + k`. */
export type FieldProgram = {
  readonly spec: FactSpec
  /** Index of the fact among the values of a profile. */
  readonly index: number
  readonly codes: FieldCodes
  readonly first: number
  readonly count: number
  readonly leaves: readonly Leaf[]
  /** State of every leaf for every code: `states[code * count + k]`. */
  readonly states: Uint8Array
}

export type SetField = {
  readonly spec: FactSpec
  readonly index: number
  readonly first: number
  /** Operators of the leaves; leaf `k` is condition `first + k`. */
  readonly ops: readonly Leaf['op'][]
  /** The members as bit masks: one word, or more when the leaves name more than 30 members. */
  readonly words: readonly MaskWord[]
}

/** A leaf whose bound is `times × of`. */
export type RelativeLeaf = {
  readonly leaf: Leaf
  readonly of: string
  readonly times: number
  /** Indexes of the two facts among the values of a profile. */
  readonly index: number
  readonly ofIndex: number
}

/** A nested group; its children are conditions with smaller numbers. */
export type GroupProgram = { readonly kind: 'all' | 'any' | 'not'; readonly children: Int32Array }

/**
 * The distinct conditions of a catalogue, numbered in this order: leaves on coded fields, leaves on sets, leaves with
 * relative bounds, groups. Equal conditions share a number, whatever their basis or note. Immutable.
 */
export type Program = {
  readonly fields: readonly FieldProgram[]
  readonly sets: readonly SetField[]
  readonly firstRelative: number
  readonly relatives: readonly RelativeLeaf[]
  readonly firstGroup: number
  readonly groups: readonly GroupProgram[]
  readonly size: number
  /** The rule each condition stands for. */
  readonly rules: readonly Rule[]
  /** Number of the condition that a rule of the catalogue is. */
  readonly numberOf: (rule: Rule) => number
}

/** Numbers the distinct conditions of a catalogue and precomputes the state of every leaf on every code. */
export function programOf(rules: Iterable<Rule>): Program {
  const found = collect(rules)
  const byFact = new Map<string, Leaf[]>()
  const relatives: RelativeLeaf[] = []
  for (const leaf of found.leaves.values()) {
    if (typeof leaf.value === 'object' && 'of' in leaf.value) relatives.push(relative(leaf, leaf.value))
    else {
      const leaves = byFact.get(leaf.fact)
      if (leaves === undefined) byFact.set(leaf.fact, [leaf])
      else leaves.push(leaf)
    }
  }
  const numbers = new Map<string, number>()
  const numbered: Rule[] = []
  const give = (rule: Rule, key: string) => numbers.set(key, numbered.push(rule) - 1)
  const fields: FieldProgram[] = []
  const sets: SetField[] = []
  for (const spec of FACTS) {
    const leaves = byFact.get(spec.name) ?? []
    if (leaves.length === 0 || isSet(spec)) continue
    fields.push(fieldProgram(spec, leaves, numbered.length))
    for (const leaf of leaves) give(leaf, leafKey(leaf))
  }
  for (const spec of FACTS) {
    const leaves = byFact.get(spec.name) ?? []
    if (leaves.length === 0 || !isSet(spec)) continue
    const ops = leaves.map(({ op }) => op)
    sets.push({ spec, index: factIndex(spec.name), first: numbered.length, ops, words: setMasks(leaves) })
    for (const leaf of leaves) give(leaf, leafKey(leaf))
  }
  const firstRelative = numbered.length
  for (const { leaf } of relatives) give(leaf, leafKey(leaf))
  const firstGroup = numbered.length
  for (const [key, rule] of found.groups) give(rule, key)
  const numberOf = (rule: Rule) => numbers.get(found.keyOf(rule)) ?? -1
  const groups = [...found.groups.values()].map((rule) => groupProgram(rule, numberOf))
  return {
    fields, sets, firstRelative, relatives, firstGroup, groups, size: numbered.length, rules: numbered, numberOf,
  } // prettier-ignore
}

/** A key that equal conditions share. */
function leafKey({ fact, op, value }: Leaf): string {
  if (typeof value !== 'object') return `${fact} ${op} ${value}`
  if ('of' in value) return `${fact} ${op} ${value.times} × ${value.of}`
  return `${fact} ${op} [${value.join(' ')}]`
}

/** The distinct leaves and groups of all rules; a group comes after everything it contains. */
function collect(rules: Iterable<Rule>) {
  const leaves = new Map<string, Leaf>()
  const groups = new Map<string, Rule>()
  const keys = new Map<Rule, string>()
  const keyOf = (rule: Rule): string => {
    const known = keys.get(rule)
    if (known !== undefined) return known
    const key = make(rule)
    keys.set(rule, key)
    return key
  }
  const make = (rule: Rule): string => {
    if ('fact' in rule) {
      const key = leafKey(rule)
      if (!leaves.has(key)) leaves.set(key, rule)
      return key
    }
    const [kind, children] = groupParts(rule)
    const key = `${kind}(${children.map(keyOf).join(' , ')})`
    if (!groups.has(key)) groups.set(key, rule)
    return key
  }
  for (const rule of rules) keyOf(rule)
  return { leaves, groups, keyOf }
}

function groupParts(rule: Exclude<Rule, Leaf>): readonly ['all' | 'any' | 'not', readonly Rule[]] {
  if ('all' in rule) return ['all', rule.all]
  return 'any' in rule ? ['any', rule.any] : ['not', [rule.not]]
}

function groupProgram(rule: Rule, numberOf: (rule: Rule) => number): GroupProgram {
  if ('fact' in rule) throw new Error('a leaf is no group')
  const [kind, children] = groupParts(rule)
  return { kind, children: Int32Array.from(children, numberOf) }
}

function relative(leaf: Leaf, { of, times }: RelativeBound): RelativeLeaf {
  return { leaf, of, times, index: factIndex(leaf.fact), ofIndex: factIndex(of) }
}

function fieldProgram(spec: FactSpec, leaves: readonly Leaf[], first: number): FieldProgram {
  const codes = fieldCodes(spec, leaves)
  const count = leaves.length
  const states = new Uint8Array(codes.size * count)
  for (let code = 0; code < codes.size; code += 1) {
    for (let k = 0; k < count; k += 1) {
      const leaf = leaves[k]
      if (code === MISSING || leaf === undefined) states[code * count + k] = UNKNOWN
      else states[code * count + k] = codes.passes(leaf, code) ? PASS : FAIL
    }
  }
  return { spec, index: factIndex(spec.name), codes, first, count, leaves, states }
}
