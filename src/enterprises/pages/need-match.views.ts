import { institutionName, type CatalogueSnapshot } from '../../catalogue/index.js'
import { formatDate } from '../../kernel/dates.js'
import { formatWan } from '../../kernel/money.js'
import {
  factSpec,
  formatValue,
  type LeafNode,
  type MatchRecord,
  type Node,
  type RecordedResult,
  type State,
  type Verdict,
} from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { MatchChanges, ChangeReason, ProductChange } from '../rules/match-changes.js'

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  eligible: '符合',
  needs_information: '待补充',
  ineligible: '不符合',
}
const VERDICT_STATE: Readonly<Record<Verdict, State>> = {
  eligible: 'pass',
  needs_information: 'unknown',
  ineligible: 'fail',
}

/** Sentences shown for one product; the record holds all of them. */
const MOST_SENTENCES = 3
/** Products that do not fit, nearest first; the record holds all of them. */
const MOST_MISSED = 20

export type MatchRow = {
  readonly name: string
  readonly institution: string
  readonly href: string
  readonly amount: string
  readonly sentences: readonly string[]
}

/** A decision about a need: what fits, what waits for an answer, what does not fit and by how much. */
export function matchRows(record: MatchRecord, snapshot: CatalogueSnapshot, isListed: (product: string) => boolean) {
  const of = (verdict: Verdict) => record.results.filter((result) => result.verdict === verdict)
  const rows = (results: readonly RecordedResult[]) => results.map((result) => matchRow(result, snapshot, isListed))
  const missed = [...of('ineligible')].sort((a, b) => failing(a) - failing(b) || a.rank - b.rank)
  return {
    asOf: formatDate(record.asOf),
    catalogue: record.catalogue,
    groups: [
      {
        id: 'fits',
        title: '符合',
        css: 'pass',
        count: of('eligible').length,
        rows: rows(of('eligible')),
        empty: '目前没有符合的产品；看看“待补充”里缺什么。',
      },
      {
        id: 'open',
        title: '待补充',
        css: 'unknown',
        count: of('needs_information').length,
        rows: rows(of('needs_information')),
        empty: '没有缺信息的产品。',
      },
      {
        id: 'missed',
        title: '不符合',
        css: 'fail',
        count: of('ineligible').length,
        rows: rows(missed.slice(0, MOST_MISSED)),
        empty: '没有不符合的产品。',
      },
    ],
    hidden: Math.max(0, missed.length - MOST_MISSED),
    missing: missingFacts(of('needs_information')),
  }
}

function matchRow(
  result: RecordedResult,
  snapshot: CatalogueSnapshot,
  isListed: (product: string) => boolean,
): MatchRow {
  const product = snapshot.products.get(result.product)
  const telling = leavesIn(result.conditions, result.verdict === 'ineligible' ? 'fail' : 'unknown')
  return {
    name: product?.name ?? result.product,
    institution: product ? institutionName(product, snapshot.banks) : '',
    href: isListed(result.product) ? paths.product({ id: result.product }) : '',
    amount: result.amountWan === null ? '可贷金额未公布' : `可贷 ${formatWan(result.amountWan)}`,
    sentences: result.verdict === 'eligible' ? [] : telling.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence),
  }
}

const failing = ({ conditions }: RecordedResult) => conditions.filter(({ state }) => state === 'fail').length

/** The leaves of a state inside the conditions of that state. */
function leavesIn(nodes: readonly Node[], state: State): readonly LeafNode[] {
  return nodes
    .filter((node) => node.state === state)
    .flatMap((node) => ('fact' in node ? [node] : leavesIn(childrenOf(node), state)))
}

function childrenOf(node: Exclude<Node, LeafNode>): readonly Node[] {
  if ('all' in node) return node.all
  return 'any' in node ? node.any : node.not
}

/** The answers that are missing, the one that most products wait for first. */
function missingFacts(results: readonly RecordedResult[]) {
  const count = new Map<string, number>()
  for (const { conditions } of results) {
    for (const fact of new Set(
      leavesIn(conditions, 'unknown')
        .filter(({ actual }) => actual === null)
        .map(({ fact }) => fact),
    )) {
      count.set(fact, (count.get(fact) ?? 0) + 1)
    }
  }
  return [...count]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([fact, products]) => ({ label: factSpec(fact).label, products }))
}

/** What matters most to the reader first; a product that fitted is told from one that only might have. */
const KINDS = [
  ['opened', '新符合'],
  ['closed', '不再符合'],
  ['unsettled', '转为待补充'],
  ['ruled out', '转为不符合'],
  ['reopened', '转为待补充'],
  ['listed', '目录新增'],
  ['delisted', '已下架'],
] as const

const kindOf = ({ kind, before }: ProductChange) => (kind === 'closed' && before !== 'eligible' ? 'ruled out' : kind)
const placeOf = (change: ProductChange) => KINDS.findIndex(([kind]) => kind === kindOf(change))

/** Changes shown at once; the others are folded. */
const MOST_CHANGES = 6

/** What changed since the last time, in words: products first, then the facts behind it. */
export function changeRows(changes: MatchChanges, before: CatalogueSnapshot | null, now: CatalogueSnapshot) {
  const nameOf = (id: string) => (now.products.get(id) ?? before?.products.get(id))?.name ?? id
  const ordered = [...changes.products].sort((a, b) => placeOf(a) - placeOf(b))
  const products = ordered.map((change) => ({
    name: nameOf(change.product),
    state: VERDICT_STATE[change.after ?? 'ineligible'],
    word: KINDS[placeOf(change)]?.[1] ?? '',
    from: change.before === null ? '不在目录中' : VERDICT_WORDS[change.before],
    to: change.after === null ? '不在目录中' : VERDICT_WORDS[change.after],
    reasons: change.reasons.slice(0, MOST_SENTENCES).map(reasonSentence),
  }))
  return {
    total: products.length,
    parts: [products.slice(0, MOST_CHANGES), products.slice(MOST_CHANGES)].filter((part) => part.length > 0),
    facts: changes.facts.map(({ fact, before: was, after }) => ({
      label: factSpec(fact).label,
      before: formatValue(fact, was, now.vocabulary),
      after: formatValue(fact, after, now.vocabulary),
    })),
    catalogueChanged: changes.catalogueChanged,
  }
}

function reasonSentence(reason: ChangeReason): string {
  switch (reason.kind) {
    case 'fact':
      return reason.sentence
    case 'condition_added':
      return `银行新设或改了条件：${reason.sentence}`
    case 'condition_removed':
      return `银行取消或改了条件：${reason.sentence}`
  }
}
