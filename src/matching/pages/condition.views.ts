import {
  describeCondition,
  formatValue,
  shortBound,
  type Basis,
  type Facts,
  type GroupNode,
  type LeafNode,
  type Node,
  type State,
  type Vocabulary,
} from '@lueqiao/matching-engine'

/** One row of the table of conditions. */
export type ConditionRow = {
  readonly state: State
  readonly word: string
  readonly text: string
  /** The symbol before the word. */
  readonly mark: 'ok' | 'un' | 'no'
  /** The number of an alternative within a group, such as “2（最接近）：”; empty for a condition of the product itself. */
  readonly route: string
  readonly actual: string
  /** How far the value is from the bound; empty when the condition is met. */
  readonly difference: string
  readonly bound: string
  readonly source: string
  readonly basis: Basis | 'both'
  readonly note: string
}

const WORD: Readonly<Record<State, string>> = { pass: '符合', unknown: '待补充', fail: '不符合' }
/** Words for an alternative: when it is not met, its condition does not necessarily fail. */
const ROUTE_WORD: Readonly<Record<State, string>> = { pass: '满足', unknown: '待补充', fail: '未满足' }

const MARK = { pass: 'ok', unknown: 'un', fail: 'no' } as const satisfies Record<State, string>

const URGENCY: Readonly<Record<State, number>> = { fail: 0, unknown: 1, pass: 2 }

/** The rows of a product's conditions: failed first, then unknown, then passed. */
export function conditionRows(conditions: readonly Node[], names: Vocabulary): readonly ConditionRow[] {
  return [...conditions].sort((a, b) => URGENCY[a.state] - URGENCY[b.state]).flatMap((node) => rowsOf(node, '', names))
}

function rowsOf(node: Node, route: string, names: Vocabulary): readonly ConditionRow[] {
  if ('fact' in node) return [leafRow(node, route, names)]
  const children = childrenOf(node)
  const below = children.flatMap((child, place) => rowsOf(child, routeName(node, place, route), names))
  return [groupRow(node, route, children.length), ...below]
}

/** The number of a group's part, 1.2 in nested groups. The nearest alternative is marked. */
function routeName(node: GroupNode, place: number, above: string): string {
  const number = `${above.replace(/（.*|：$/g, '')}${above ? '.' : ''}${place + 1}`
  const nearest = 'any' in node && node.state !== 'pass' && node.nearest === place
  return `${number}${nearest ? '（最接近）' : ''}：`
}

function leafRow(node: LeafNode, route: string, names: Vocabulary): ConditionRow {
  return {
    state: node.state,
    mark: MARK[node.state],
    word: (route === '' ? WORD : ROUTE_WORD)[node.state],
    text: wordsOf(node, names).text,
    route,
    actual: formatValue(node.fact, node.actual, names),
    difference: differenceOf(node),
    bound: wordsOf(node, names).bound,
    source: node.source === 'derived' ? '推算' : node.source === 'declared' ? '自报' : '未填写',
    basis: node.basis,
    note: node.note ?? '',
  }
}

type ConditionWords = { readonly text: string; readonly bound: string }

/** The words of a leaf are the same for everyone: cached per catalogue version. */
const wordsCache = new WeakMap<Vocabulary, Map<string, ConditionWords>>()

function wordsOf(leaf: LeafNode, names: Vocabulary): ConditionWords {
  const known = wordsCache.get(names) ?? new Map<string, ConditionWords>()
  wordsCache.set(names, known)
  const key = JSON.stringify([leaf.fact, leaf.op, leaf.value])
  const words = known.get(key) ?? { text: describeCondition(leaf, names), bound: shortBound(leaf, names) }
  known.set(key, words)
  return words
}

/** The end of a failed condition's sentence, which says the distance: “…，您是 71.4%，高 1.4 个百分点”. */
function differenceOf({ state, sentence }: LeafNode): string {
  if (state === 'pass') return ''
  const end = sentence.slice(sentence.lastIndexOf('，') + 1)
  // Without a distance the sentence ends with the state.
  return end === WORD.fail ? '' : end
}

function groupRow(node: GroupNode, route: string, count: number): ConditionRow {
  const [text, bound] = groupWords(node)
  const bases = basesOf(node)
  return {
    state: node.state,
    mark: MARK[node.state],
    word: (route === '' ? WORD : ROUTE_WORD)[node.state],
    text,
    route,
    actual: `见下列 ${count} 项`,
    difference: '',
    bound,
    source: '见各项',
    basis: bases.size === 1 ? ([...bases][0] ?? 'both') : 'both',
    note: '',
  }
}

function groupWords(node: GroupNode): readonly [text: string, bound: string] {
  if ('any' in node) return ['满足以下任一即可', '任一满足']
  return 'all' in node ? ['须同时满足以下各项', '全部满足'] : ['不能属于以下情形', '不属于']
}

export function childrenOf(node: GroupNode): readonly Node[] {
  if ('any' in node) return node.any
  return 'all' in node ? node.all : node.not
}

function basesOf(node: Node): ReadonlySet<Basis> {
  if ('fact' in node) return new Set([node.basis])
  return new Set(childrenOf(node).flatMap((child) => [...basesOf(child)]))
}

/** The missing facts that decide the conditions, in the order of the rule. */
export function missingFacts(conditions: readonly Node[], facts: Facts): readonly string[] {
  return [...new Set(conditions.flatMap(unansweredLeaves).flatMap(factsOfLeaf))].filter(
    (fact) => !Object.hasOwn(facts, fact),
  )
}

function unansweredLeaves(node: Node): readonly LeafNode[] {
  if (node.state !== 'unknown') return []
  return 'fact' in node ? [node] : childrenOf(node).flatMap(unansweredLeaves)
}

const factsOfLeaf = ({ fact, value }: LeafNode) =>
  typeof value === 'object' && 'of' in value ? [fact, value.of] : [fact]
