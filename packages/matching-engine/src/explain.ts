import { groupExplainer, groupNode } from './explain-group.js'
import type { GroupExplainer } from './explain-group.js'
import { factIndex } from './fact-values.js'
import { leafText } from './leaf-text.js'
import type { LeafText } from './leaf-text.js'
import { FAIL, PASS } from './program.js'
import type { Program } from './program.js'
import type { Run } from './run.js'
import { profileText } from './sentence.js'
import type { ProfileText } from './sentence.js'
import type { Leaf, LeafNode, Node, Rule, State, Vocabulary } from './types.js'
import { newValueCodes, NO_CODE } from './value-codes.js'

/** The explanation of one profile as far as it was asked for. It belongs to one match. */
export type Explanation = {
  readonly run: Run
  readonly derived: ReadonlySet<string>
  readonly text: ProfileText
  /** Codes of the values, for the cache of nodes. */
  readonly codes: Int32Array
  /** The nodes made so far, by number among the explained rules. */
  readonly nodes: (Node | undefined)[]
}

/**
 * Makes the nodes of a catalogue's conditions. Equal rules, basis and note included, share one number and have one
 * node per profile, however many products use them. It keeps nothing of a profile: sentences are prepared once per
 * rule, and nodes that depend on a single word are cached under that word.
 */
export type Explainer = {
  /** Number of a rule among the explained ones. */
  readonly numberOf: (rule: Rule) => number
  /** Begins the explanation of one profile; `derived` names the facts that were not given. */
  readonly begin: (run: Run, derived: ReadonlySet<string>) => Explanation
  readonly nodes: (numbers: Int32Array, explanation: Explanation) => readonly Node[]
}

type LeafExplainer = {
  readonly kind: 'leaf'
  readonly leaf: Leaf
  /** Its number in the program. */
  readonly condition: number
  /** Index of its fact among the values. */
  readonly index: number
  readonly relative: boolean
  /** Prepared when first needed. */
  text: LeafText | undefined
  /** Cache by value code: the node for a word or the missing value, which is the same for every profile. */
  readonly byCode: (LeafNode | undefined)[]
}

export function explainerOf(program: Program, vocabulary: Vocabulary): Explainer {
  const numbers = new Map<string, number>()
  const explainers: (LeafExplainer | GroupExplainer)[] = []
  const numberOf = (rule: Rule): number => {
    const key = JSON.stringify(rule)
    const known = numbers.get(key)
    if (known !== undefined) return known
    const explainer =
      'fact' in rule ? leafExplainer(rule, program.numberOf(rule)) : groupExplainer(rule, numberOf, vocabulary)
    const number = explainers.push(explainer) - 1
    numbers.set(key, number)
    return number
  }
  const valueCodes = newValueCodes()
  const nodeOf = (number: number, explanation: Explanation): Node => {
    const before = explanation.nodes[number]
    if (before !== undefined) return before
    const explainer = explainers[number]
    if (explainer === undefined) throw new Error(`no rule has the number ${number}`)
    const node =
      explainer.kind === 'leaf'
        ? leafNode(explainer, explanation, vocabulary)
        : groupNode(explainer, nodesOf(explainer.children, explanation))
    explanation.nodes[number] = node
    return node
  }
  const nodesOf = (list: Int32Array, explanation: Explanation): readonly Node[] => {
    const nodes: Node[] = []
    for (const number of list) nodes.push(nodeOf(number, explanation))
    return nodes
  }
  return {
    numberOf,
    begin: (run, derived) => {
      const nodes = new Array<Node | undefined>(explainers.length)
      return { run, derived, text: profileText(run.values), codes: valueCodes.codesOf(run.values), nodes }
    },
    nodes: nodesOf,
  }
}

function leafNode(explainer: LeafExplainer, explanation: Explanation, vocabulary: Vocabulary): LeafNode {
  const { leaf, index, byCode } = explainer
  const { run, derived, text, codes } = explanation
  const { fact, op, value, basis, note } = leaf
  const actual = run.values[index]
  const source = actual === undefined ? null : derived.size > 0 && derived.has(fact) ? 'derived' : 'declared'
  const code = explainer.relative ? NO_CODE : (codes[index] ?? NO_CODE)
  const known = code === NO_CODE ? undefined : byCode[code]
  if (known?.source === source) return known
  const state = stateName(run.states[explainer.condition])
  explainer.text ??= leafText(leaf, vocabulary)
  const sentence = explainer.text.sentence(state, text)
  const node: LeafNode =
    note === undefined
      ? { fact, op, value, actual: actual ?? null, state, basis, source, sentence }
      : { fact, op, value, actual: actual ?? null, state, basis, source, sentence, note }
  if (code !== NO_CODE) byCode[code] = node
  return node
}

function leafExplainer(leaf: Leaf, condition: number): LeafExplainer {
  const relative = typeof leaf.value === 'object' && 'of' in leaf.value
  return { kind: 'leaf', leaf, condition, index: factIndex(leaf.fact), relative, text: undefined, byCode: [] }
}

/** The name of a state number. */
function stateName(code: number | undefined): State {
  return code === PASS ? 'pass' : code === FAIL ? 'fail' : 'unknown'
}
