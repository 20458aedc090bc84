import {
  describeCondition,
  factSpec,
  formatValue,
  shortBound,
  type Basis,
  type LeafNode,
  type Node,
  type State,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import type { FactOrigin } from '../../enterprises/index.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { childrenIn, leavesIn, type CaseFile } from '../rules/case-file.js'
import type { FactCheck } from '../data/fact-check.store.js'

/** A row of the product's conditions as decided at submission, with the bank's check. */
export type ConditionRow = {
  readonly state: State
  readonly word: string
  readonly mark: 'ok' | 'un' | 'no'
  /** The number inside a group; empty for a top-level condition. */
  readonly route: string
  readonly text: string
  readonly actual: string
  /** How far the value misses the bound; empty unless the condition fails. */
  readonly difference: string
  readonly bound: string
  readonly source: string
  readonly basis: '公开' | '示例' | '公开与示例'
  readonly note: string
  /** The fact that can be checked; null for a group and for a missing value. */
  readonly fact: string | null
  readonly label: string
  readonly check: { readonly by: string; readonly at: string; readonly note: string } | null
}

const WORDS: Readonly<Record<State, string>> = { pass: '符合', unknown: '待补充', fail: '不符合' }
const ROUTE_WORDS: Readonly<Record<State, string>> = { pass: '满足', unknown: '待补充', fail: '未满足' }
const MARKS = { pass: 'ok', unknown: 'un', fail: 'no' } as const satisfies Record<State, string>
const URGENCY: Readonly<Record<State, number>> = { fail: 0, unknown: 1, pass: 2 }
const SOURCES: Readonly<Record<FactOrigin['source'], string>> = {
  declared: '自报',
  document: '材料',
  register: '名录核验',
}

type RowContext = {
  readonly names: Vocabulary
  readonly checks: ReadonlyMap<string, FactCheck>
  readonly sources: ReadonlyMap<string, FactOrigin['source']>
}

/** The rows, failed ones first; null when consent does not cover them. */
export function conditionRows(
  { conditions, facts }: CaseFile,
  checks: ReadonlyMap<string, FactCheck>,
  names: Vocabulary,
): readonly ConditionRow[] | null {
  if (conditions === null) return null
  const sources = new Map(facts.map(({ fact, source }) => [fact, source]))
  const known = { names, checks, sources }
  return [...conditions].sort((a, b) => URGENCY[a.state] - URGENCY[b.state]).flatMap((node) => rowsOf(node, '', known))
}

function rowsOf(node: Node, route: string, known: RowContext): readonly ConditionRow[] {
  if ('fact' in node) return [leafRow(node, route, known)]
  const children = childrenIn(node)
  const below = children.flatMap((child, place) =>
    rowsOf(child, `${route === '' ? '' : `${route}.`}${place + 1}`, known),
  )
  return [groupRow(node, route, children.length), ...below]
}

function leafRow(node: LeafNode, route: string, { names, checks, sources }: RowContext): ConditionRow {
  const check = checks.get(node.fact)
  return {
    ...stateOf(node.state, route),
    route,
    text: describeCondition(node, names),
    actual: formatValue(node.fact, node.actual, names),
    difference: differenceOf(node),
    bound: shortBound(node, names),
    source: sourceOf(node, sources.get(node.fact)),
    basis: node.basis === 'published' ? '公开' : '示例',
    note: node.note ?? '',
    fact: node.actual === null ? null : node.fact,
    label: factSpec(node.fact).label,
    check: check ? { by: check.by, at: formatInstant(check.at), note: check.note } : null,
  }
}

const stateOf = (state: State, route: string) => ({
  state,
  word: (route === '' ? WORDS : ROUTE_WORDS)[state],
  mark: MARKS[state],
})

function sourceOf({ source, actual }: LeafNode, origin: FactOrigin['source'] | undefined): string {
  if (actual === null) return '未填写'
  return source === 'derived' ? '推算' : SOURCES[origin ?? 'declared']
}

/** The last clause of the engine's sentence states the difference, unless it only repeats the state. */
function differenceOf({ state, sentence }: LeafNode): string {
  if (state !== 'fail') return ''
  const end = sentence.slice(sentence.lastIndexOf('，') + 1)
  return end === WORDS.fail ? '' : end
}

function groupRow(node: Exclude<Node, LeafNode>, route: string, count: number): ConditionRow {
  const [text, bound] =
    'any' in node
      ? (['满足以下任一即可', '任一满足'] as const)
      : 'all' in node
        ? (['须同时满足以下各项', '全部满足'] as const)
        : (['不能属于以下情形', '不属于'] as const)
  const bases = new Set<Basis>(leavesIn(node).map(({ basis }) => basis))
  return {
    ...stateOf(node.state, route),
    ...{ route, text, bound, actual: `见下列 ${count} 项`, difference: '', source: '见各项', note: '' },
    basis: bases.size > 1 ? '公开与示例' : bases.has('published') ? '公开' : '示例',
    ...{ fact: null, label: '', check: null },
  }
}

/** The result of the conditions, and how many of their values are unchecked. */
export function conditionSummary(
  file: CaseFile,
  rows: readonly ConditionRow[],
): { readonly text: string; readonly css: string } {
  const count = (state: State) => (file.conditions ?? []).filter((node) => node.state === state).length
  const parts = [
    [count('fail'), '项不符合'],
    [count('unknown'), '项待补充'],
    [count('pass'), '项符合'],
  ] as const
  const all = file.conditions?.length ?? 0
  const words = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join('，')
  const verdict = count('pass') === all ? `提交时 ${all} 项条件全部符合` : `提交时 ${words}`
  const open = new Set(rows.filter((row) => row.fact && !row.check && row.source === '自报').map(({ fact }) => fact))
    .size
  const css = count('fail') > 0 ? 'stop' : count('unknown') > 0 ? 'warn' : 'ok'
  return { text: `${verdict}。${open > 0 ? `其中 ${open} 项数据仍是企业自报，核对后结论才算有据。` : ''}`, css }
}
