import { groupExplainer, groupNode } from './explain-group.js'
import type { GroupExplainer } from './explain-group.js'
import { placeOfFact } from './fact-values.js'
import { leafText } from './leaf-text.js'
import type { LeafText } from './leaf-text.js'
import { FAIL, PASS } from './program.js'
import type { Program } from './program.js'
import { NO_WORD, newReader } from './reading.js'
import type { Run } from './run-profile.js'
import type { Facts, Leaf, LeafNode, Node, Rule, State, Vocabulary } from './types.js'

/** What an explanation is made from: one profile's facts and which of them were derived. */
export type Profile = { readonly facts: Facts; readonly derived: ReadonlySet<string> }

/**
 * Makes the nodes of a catalogue's conditions. Equal rules, basis and note included, are one and have one node for a
 * profile, however many products share them; what is returned never depends on what was explained before.
 */
export type Explainer = {
  /** Number of a rule among the explained ones. */
  readonly numberOf: (rule: Rule) => number
  /** The nodes of several rules; `run` holds the values and states of the same profile. */
  readonly nodes: (numbers: Int32Array, profile: Profile, run: Run) => readonly Node[]
}

type LeafExplainer = {
  readonly kind: 'leaf'
  readonly leaf: Leaf
  /** Its number in the program. */
  readonly condition: number
  readonly place: number
  readonly relative: boolean
  /** Prepared when first needed. */
  text: LeafText | undefined
  /** By word number: nodes of words and of the missing value, which say the same for every profile. */
  readonly kept: (LeafNode | undefined)[]
}

export function explainerOf(program: Program, vocabulary: Vocabulary): Explainer {
  const numbers = new Map<string, number>()
  const explainers: (LeafExplainer | GroupExplainer)[] = []
  const numberOf = (rule: Rule): number => {
    const key = JSON.stringify(rule)
    const known = numbers.get(key)
    if (known !== undefined) return known
    const made =
      'fact' in rule ? leafExplainer(rule, program.numberOf(rule)) : groupExplainer(rule, numberOf, vocabulary)
    const number = explainers.push(made) - 1
    numbers.set(key, number)
    return number
  }

  const reader = newReader()
  const made: Node[] = []
  const madeFor: number[] = []
  let current: Profile | undefined
  let turn = 0
  const nodeOf = (number: number, run: Run): Node => {
    const before = made[number]
    if (before !== undefined && madeFor[number] === turn) return before
    const explainer = explainers[number]
    if (explainer === undefined) throw new Error(`no rule has the number ${number}`)
    const node = explainer.kind === 'leaf' ? leafNode(explainer, run) : groupNode(explainer, run, nodesOf)
    made[number] = node
    madeFor[number] = turn
    return node
  }
  const nodesOf = (list: Int32Array, run: Run): readonly Node[] => {
    const nodes: Node[] = []
    for (const number of list) nodes.push(nodeOf(number, run))
    return nodes
  }
  const isDerived = (fact: string) => current !== undefined && current.derived.size > 0 && current.derived.has(fact)
  const leafNode = (explainer: LeafExplainer, run: Run): LeafNode => {
    const { leaf, place, kept } = explainer
    const { fact, op, value, basis, note } = leaf
    const actual = reader.values[place]
    const source = actual === undefined ? null : isDerived(fact) ? 'derived' : 'declared'
    const word = explainer.relative ? NO_WORD : (reader.words[place] ?? NO_WORD)
    const known = word === NO_WORD ? undefined : kept[word]
    if (known?.source === source) return known
    const state = stateName(run.states[explainer.condition])
    explainer.text ??= leafText(leaf, vocabulary)
    const sentence = explainer.text.sentence(state, reader)
    const node: LeafNode =
      note === undefined
        ? { fact, op, value, actual: actual ?? null, state, basis, source, sentence }
        : { fact, op, value, actual: actual ?? null, state, basis, source, sentence, note }
    if (word !== NO_WORD) kept[word] = node
    return node
  }
  return {
    numberOf,
    nodes: (list, profile, run) => {
      if (profile !== current) {
        current = profile
        turn += 1
        reader.begin(run.values)
      }
      return nodesOf(list, run)
    },
  }
}

function leafExplainer(leaf: Leaf, condition: number): LeafExplainer {
  const relative = typeof leaf.value === 'object' && 'of' in leaf.value
  return { kind: 'leaf', leaf, condition, place: placeOfFact(leaf.fact), relative, text: undefined, kept: [] }
}

/** The name of a state number. */
export function stateName(code: number | undefined): State {
  return code === PASS ? 'pass' : code === FAIL ? 'fail' : 'unknown'
}
