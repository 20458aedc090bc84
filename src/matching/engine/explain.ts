import { evaluate } from './evaluate.js'
import { describeCondition } from './describe.js'
import { leafText } from './leaf-text.js'
import type { LeafText } from './leaf-text.js'
import { GROUP_SENTENCES, WORDS } from './messages.js'
import { filler } from './template.js'
import type { FactValue, Facts, GroupNode, Leaf, LeafNode, Node, Rule, State, Vocabulary } from './types.js'

/** What an explanation is made from: one profile's facts and which of them were derived. */
export type Profile = { readonly facts: Facts; readonly derived: ReadonlySet<string> }

/** How many words (choices, codes, yes and no) a leaf keeps its nodes for. */
const WORDS_KEPT = 32

/** Turns a profile into the explained node of one rule. */
export type Explainer = (profile: Profile) => Node

/**
 * Makes explainers that share the work: equal leaves are one leaf, and a leaf whose values did not change since the
 * last profile keeps its node. The memory is one node a leaf; what is returned never depends on it.
 */
export function explainerFactory(vocabulary: Vocabulary): (rule: Rule) => Explainer {
  const known = new Map<string, Explainer>()
  const make = (rule: Rule): Explainer => {
    const key = JSON.stringify(rule)
    const found = known.get(key)
    if (found !== undefined) return found
    const made = explainerOf(rule, vocabulary, make)
    known.set(key, made)
    return made
  }
  return make
}

function explainerOf(rule: Rule, vocabulary: Vocabulary, make: (rule: Rule) => Explainer): Explainer {
  if ('all' in rule) return groupExplainer('all', rule.all, vocabulary, make)
  if ('any' in rule) return groupExplainer('any', rule.any, vocabulary, make)
  if ('not' in rule) return groupExplainer('not', [rule.not], vocabulary, make)
  return leafExplainer(rule, vocabulary)
}

function leafExplainer(leaf: Leaf, vocabulary: Vocabulary): Explainer {
  const other = typeof leaf.value === 'object' && 'of' in leaf.value ? leaf.value.of : undefined
  let text: LeafText | undefined
  let lastProfile: Profile | undefined
  let lastActual: FactValue | undefined
  let lastOther: FactValue | undefined
  let node: LeafNode | undefined
  const words = new Map<FactValue | undefined, LeafNode>()
  return (profile) => {
    if (profile === lastProfile && node !== undefined) return node
    const actual = profile.facts[leaf.fact]
    const base = other === undefined ? undefined : profile.facts[other]
    const source = actual === undefined ? null : profile.derived.has(leaf.fact) ? 'derived' : 'declared'
    lastProfile = profile
    if (node !== undefined && actual === lastActual && base === lastOther && source === node.source) return node
    lastActual = actual
    lastOther = base
    const repeats = other === undefined && typeof actual !== 'number' && typeof actual !== 'object'
    node = repeats ? words.get(actual) : undefined
    if (node?.source === source) return node
    const state = evaluate(leaf, profile.facts)
    text ??= leafText(leaf, vocabulary)
    const sentence = text.sentence(state, profile.facts)
    node = leafNode(leaf, actual ?? null, state, source, sentence)
    if (repeats && words.size < WORDS_KEPT) words.set(actual, node)
    return node
  }
}

function leafNode(
  { fact, op, value, basis, note }: Leaf,
  actual: FactValue | null,
  state: State,
  source: LeafNode['source'],
  sentence: string,
): LeafNode {
  if (note === undefined) return { fact, op, value, actual, state, basis, source, sentence }
  return { fact, op, value, actual, state, basis, source, sentence, note }
}

function groupExplainer(
  kind: 'all' | 'any' | 'not',
  rules: readonly Rule[],
  vocabulary: Vocabulary,
  make: (rule: Rule) => Explainer,
): Explainer {
  const explainers = rules.map(make)
  const routes = rules.map((rule) => describeCondition(rule, vocabulary))
  let lastProfile: Profile | undefined
  let children: readonly Node[] = []
  let node: GroupNode | undefined
  return (profile) => {
    if (profile === lastProfile && node !== undefined) return node
    lastProfile = profile
    const fresh = explainAll(explainers, profile)
    if (node !== undefined && sameNodes(fresh, children)) return node
    children = fresh
    node = groupNode(kind, fresh, routes)
    return node
  }
}

/** The nodes of several rules for one profile. */
export function explainAll(explainers: readonly Explainer[], profile: Profile): readonly Node[] {
  const nodes: Node[] = []
  for (const explain of explainers) nodes.push(explain(profile))
  return nodes
}

function sameNodes(a: readonly Node[], b: readonly Node[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}

function groupNode(kind: 'all' | 'any' | 'not', children: readonly Node[], routes: readonly string[]): GroupNode {
  const state = groupState(kind, children)
  if (kind === 'all') return { all: children, state, sentence: allSentence(state, children) }
  const nearest = kind === 'any' ? nearestRoute(children) : 0
  const sentence = kind === 'any' ? ANY[state](routes[nearest] ?? '') : NOT[state](routes.join(WORDS.routes))
  return kind === 'any' ? { any: children, state, sentence, nearest } : { not: children, state, sentence }
}

const ANY = {
  pass: filler(GROUP_SENTENCES.any.pass, 'nearest'),
  fail: filler(GROUP_SENTENCES.any.fail, 'nearest'),
  unknown: filler(GROUP_SENTENCES.any.unknown, 'nearest'),
}
const NOT = {
  pass: filler(GROUP_SENTENCES.not.pass, 'routes'),
  fail: filler(GROUP_SENTENCES.not.fail, 'routes'),
  unknown: filler(GROUP_SENTENCES.not.unknown, 'routes'),
}
const ALL = {
  pass: filler(GROUP_SENTENCES.all.pass, 'count'),
  fail: filler(GROUP_SENTENCES.all.fail, 'count', 'failing'),
  unknown: filler(GROUP_SENTENCES.all.unknown, 'count', 'unknown'),
}

/** How many of the conditions of an `all` are not met or not known, as one sentence. */
export function allSentence(state: State, children: readonly Node[]): string {
  let inState = 0
  for (const child of children) if (child.state === state) inState += 1
  return ALL[state](String(children.length), String(inState))
}

/** Kleene's value of a group from the states of its children. */
export function groupState(kind: 'all' | 'any' | 'not', children: readonly { readonly state: State }[]): State {
  let failing = false
  let passing = false
  let open = false
  for (const { state } of children) {
    if (state === 'fail') failing = true
    else if (state === 'pass') passing = true
    else open = true
  }
  if (kind === 'all') return failing ? 'fail' : open ? 'unknown' : 'pass'
  if (kind === 'any') return passing ? 'pass' : open ? 'unknown' : 'fail'
  return passing ? 'fail' : failing ? 'pass' : 'unknown'
}

/** The route of an `any` that lacks least: fewest failing conditions, then fewest unknown, then the first. */
export function nearestRoute(routes: readonly Node[]): number {
  let best = 0
  let least = Infinity
  routes.forEach((route, i) => {
    const distance = countOf(route, 'fail') * 1000 + countOf(route, 'unknown')
    if (distance < least) [best, least] = [i, distance]
  })
  return best
}

/** How many conditions of a route are in a state; a group that is met or not in question counts as none. */
function countOf(node: Node, state: State): number {
  if (node.state === 'pass' || (node.state === 'unknown' && state === 'fail')) return 0
  if ('all' in node) return node.all.reduce((sum, child) => sum + countOf(child, state), 0)
  if ('any' in node) return Math.min(...node.any.map((child) => countOf(child, state)))
  return node.state === state ? 1 : 0
}
