import { describeCondition } from './describe.js'
import { GROUP_SENTENCES, WORDS } from './messages.js'
import { groupState } from './group-state.js'
import { filler } from './template.js'
import type { GroupNode, Leaf, Node, Rule, State, Vocabulary } from './types.js'

/** A nested group, prepared for explanation. */
export type GroupExplainer = {
  readonly kind: 'all' | 'any' | 'not'
  /** Numbers of its children among the explained rules. */
  readonly children: Int32Array
  /** Its finished sentences by state, and for an `any` by nearest route. */
  readonly sentences: Readonly<Record<State, readonly string[]>>
}

const GROUP = {
  any: {
    pass: filler(GROUP_SENTENCES.any.pass, 'nearest'),
    fail: filler(GROUP_SENTENCES.any.fail, 'nearest'),
    unknown: filler(GROUP_SENTENCES.any.unknown, 'nearest'),
  },
  not: {
    pass: filler(GROUP_SENTENCES.not.pass, 'routes'),
    fail: filler(GROUP_SENTENCES.not.fail, 'routes'),
    unknown: filler(GROUP_SENTENCES.not.unknown, 'routes'),
  },
}
const ALL = {
  pass: filler(GROUP_SENTENCES.all.pass, 'count'),
  fail: filler(GROUP_SENTENCES.all.fail, 'count', 'failing'),
  unknown: filler(GROUP_SENTENCES.all.unknown, 'count', 'unknown'),
}

/** Prepares a group: numbers its children and writes its sentences, except those of an `all`, which carry counts. */
export function groupExplainer(
  rule: Exclude<Rule, Leaf>,
  numberOf: (rule: Rule) => number,
  vocabulary: Vocabulary,
): GroupExplainer {
  const [kind, rules] =
    'all' in rule
      ? (['all', rule.all] as const)
      : 'any' in rule
        ? (['any', rule.any] as const)
        : (['not', [rule.not]] as const)
  const children = Int32Array.from(rules, numberOf)
  if (kind === 'all') return { kind, children, sentences: { pass: [], fail: [], unknown: [] } }
  const routes = rules.map((each) => describeCondition(each, vocabulary))
  const texts = kind === 'any' ? routes : [routes.join(WORDS.routes)]
  const { pass, fail, unknown } = GROUP[kind]
  const sentences = {
    pass: texts.map((text) => pass(text)),
    fail: texts.map((text) => fail(text)),
    unknown: texts.map((text) => unknown(text)),
  }
  return { kind, children, sentences }
}

/** The node of a group for one profile, from the nodes of its children. */
export function groupNode({ kind, sentences }: GroupExplainer, nodes: readonly Node[]): GroupNode {
  const state = groupState(kind, nodes)
  if (kind === 'all') return { all: nodes, state, sentence: allSentence(state, nodes) }
  if (kind === 'not') return { not: nodes, state, sentence: sentences[state][0] ?? '' }
  const nearest = nearestRoute(nodes)
  return { any: nodes, state, sentence: sentences[state][nearest] ?? '', nearest }
}

const ALL_SENTENCES = {
  pass: new Map<number, string>(),
  fail: new Map<number, string>(),
  unknown: new Map<number, string>(),
}

/** Sentences of groups with fewer conditions than this are cached. */
const CACHED_COUNTS = 64

/** One sentence that says how many conditions of an `all` are not met or not known. */
export function allSentence(state: State, children: readonly Node[]): string {
  let inState = 0
  for (const child of children) if (child.state === state) inState += 1
  const count = children.length
  if (count >= CACHED_COUNTS) return ALL[state](String(count), String(inState))
  const key = count * CACHED_COUNTS + inState
  const known = ALL_SENTENCES[state].get(key)
  if (known !== undefined) return known
  const sentence = ALL[state](String(count), String(inState))
  ALL_SENTENCES[state].set(key, sentence)
  return sentence
}

/** The nearest route of an `any`: fewest failing conditions, then fewest unknown, then the first. */
export function nearestRoute(routes: readonly Node[]): number {
  let best = 0
  let least = Infinity
  for (let i = 0; i < routes.length && least > 0; i += 1) {
    const route = routes[i]
    if (route === undefined) break
    const distance = countOf(route, 'fail') * 1000 + countOf(route, 'unknown')
    if (distance < least) [best, least] = [i, distance]
  }
  return best
}

/** How many conditions of a route are in a state; a group that passes counts as none. */
function countOf(node: Node, state: State): number {
  if (node.state === 'pass' || (node.state === 'unknown' && state === 'fail')) return 0
  if ('all' in node) {
    let sum = 0
    for (const child of node.all) sum += countOf(child, state)
    return sum
  }
  if ('any' in node) {
    let least = Infinity
    for (const child of node.any) least = Math.min(least, countOf(child, state))
    return least
  }
  return node.state === state ? 1 : 0
}
