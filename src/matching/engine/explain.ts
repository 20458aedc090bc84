import { evaluate } from './evaluate.js'
import { factOf } from './fact-spec.js'
import { describeCondition } from './describe.js'
import { leafText } from './leaf-text.js'
import type { LeafText } from './leaf-text.js'
import { GROUP_SENTENCES, WORDS } from './messages.js'
import { fill } from './template.js'
import type { FactValue, Facts, GroupNode, Leaf, LeafNode, Node, Rule, State, Vocabulary } from './types.js'

/** What an explanation is made from: one profile's facts and which of them were derived. */
export type Profile = { readonly facts: Facts; readonly derived: ReadonlySet<string> }

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
  return (profile) => {
    if (profile === lastProfile && node !== undefined) return node
    const actual = factOf(profile.facts, leaf.fact)
    const base = other === undefined ? undefined : factOf(profile.facts, other)
    const source = actual === undefined ? null : profile.derived.has(leaf.fact) ? 'derived' : 'declared'
    lastProfile = profile
    if (node !== undefined && actual === lastActual && base === lastOther && source === node.source) return node
    lastActual = actual
    lastOther = base
    const state = evaluate(leaf, profile.facts)
    text ??= leafText(leaf, vocabulary)
    const sentence = text.sentence(state, profile.facts)
    const { fact, op, value, basis, note } = leaf
    node = { fact, op, value, actual: actual ?? null, state, basis, source, sentence, ...(note && { note }) }
    return node
  }
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
    const fresh = explainers.map((explain) => explain(profile))
    if (node !== undefined && fresh.every((child, i) => child === children[i])) return node
    children = fresh
    node = groupNode(kind, fresh, routes)
    return node
  }
}

function groupNode(kind: 'all' | 'any' | 'not', children: readonly Node[], routes: readonly string[]): GroupNode {
  const state = groupState(kind, children)
  if (kind === 'all') return { all: children, state, sentence: allSentence(state, children) }
  const nearest = kind === 'any' ? nearestRoute(children) : 0
  const sentence = fill(GROUP_SENTENCES[kind][state], {
    routes: routes.join(WORDS.routes),
    nearest: routes[nearest] ?? '',
  })
  return kind === 'any' ? { any: children, state, sentence, nearest } : { not: children, state, sentence }
}

/** How many of the conditions of an `all` are not met or not known, as one sentence. */
export function allSentence(state: State, children: readonly Node[]): string {
  let failing = 0
  let unknown = 0
  for (const child of children) {
    if (child.state === 'fail') failing += 1
    else if (child.state === 'unknown') unknown += 1
  }
  return fill(GROUP_SENTENCES.all[state], {
    count: String(children.length),
    failing: String(failing),
    unknown: String(unknown),
  })
}

/** Kleene's value of a group from the states of its children. */
export function groupState(kind: 'all' | 'any' | 'not', children: readonly { readonly state: State }[]): State {
  const has = (state: State) => children.some((child) => child.state === state)
  if (kind === 'all') return has('fail') ? 'fail' : has('unknown') ? 'unknown' : 'pass'
  if (kind === 'any') return has('pass') ? 'pass' : has('unknown') ? 'unknown' : 'fail'
  return has('pass') ? 'fail' : has('fail') ? 'pass' : 'unknown'
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
