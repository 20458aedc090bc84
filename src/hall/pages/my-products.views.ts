import { paths } from '../../paths.js'
import {
  describeCondition,
  type LeafNode,
  type MatchRecord,
  type Node,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import type { ChosenProduct } from '../../applications/index.js'

/** A condition as a bank without a place reads it: what is asked and whether it is met, never the enterprise's value. */
type ConditionView = {
  readonly state: Node['state']
  readonly word: string
  readonly text: string
  /** `both` for a group of published and illustrative ones. */
  readonly basis: 'published' | 'illustrative' | 'both'
}

const WORD = { pass: '符合', unknown: '待补充', fail: '不符合' } as const

/** The bank's own products with their verdicts and conditions, from the frozen record, without any value of the enterprise. */
export function myProducts(products: readonly ChosenProduct[], record: MatchRecord, names: Vocabulary) {
  return products.map(({ productId, productName, verdict }) => {
    const result = record.results.find(({ product }) => product === productId)
    const conditions = (result?.conditions ?? []).map((node) => conditionView(node, names))
    const met = conditions.filter(({ state }) => state === 'pass').length
    return {
      id: productId,
      name: productName,
      href: paths.product({ id: productId }),
      state: verdict === 'eligible' ? ('pass' as const) : ('unknown' as const),
      word: verdict === 'eligible' ? '符合' : '待补充',
      summary: `${conditions.length} 项条件，${met} 项符合`,
      conditions,
    }
  })
}

function conditionView(node: Node, names: Vocabulary): ConditionView {
  const leaves = leavesIn(node)
  const bases = new Set(leaves.map(({ basis }) => basis))
  const texts = leaves.map((leaf) => describeCondition(leaf, names))
  return {
    state: node.state,
    word: WORD[node.state],
    text: 'fact' in node ? (texts[0] ?? '') : `${groupWord(node)}${texts.join('；')}`,
    basis: bases.size === 1 ? (leaves[0]?.basis ?? 'both') : 'both',
  }
}

const groupWord = (node: Exclude<Node, LeafNode>): string =>
  'any' in node ? '满足以下任一即可：' : 'all' in node ? '须同时满足：' : '不能属于：'

function leavesIn(node: Node): readonly LeafNode[] {
  if ('fact' in node) return [node]
  return ('any' in node ? node.any : 'all' in node ? node.all : node.not).flatMap(leavesIn)
}
