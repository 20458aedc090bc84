import type { CatalogueSnapshot } from '../../catalogue/index.js'
import { formatDate } from '../../kernel/dates.js'
import { formatWan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import {
  FACTS,
  findFactSpec,
  formatValue,
  rankResults,
  RANKINGS,
  type Facts,
  type MatchRecord,
  type Ranking,
  type RecordedResult,
} from '@lueqiao/matching-engine'
import type { StoredResult } from '../data/match-result.store.js'
import { countByState, resultCard, type ResultCard } from './result-card.views.js'

type Group = {
  readonly id: string
  readonly title: string
  readonly css: 'pass' | 'unknown' | 'fail'
  readonly empty: string
  readonly cards: readonly ResultCard[]
  /** The cards that are shown open: all that fit, and the best ranked of the others. */
  readonly open: readonly ResultCard[]
  readonly folded: readonly ResultCard[]
}

export type ResultView = PageView & {
  readonly heading: readonly string[]
  readonly need: string
  readonly changeHref: string
  /** Answers that the newer catalogue no longer knows, each with a link to its question. */
  readonly dropped: readonly { readonly label: string; readonly href: string }[]
  readonly groups: readonly Group[]
  readonly rankings: readonly { readonly id: Ranking; readonly name: string; readonly chosen: boolean }[]
  readonly rule: string
  readonly rankingHref: string
  readonly given: readonly {
    readonly label: string
    readonly value: string
    readonly source: string
    readonly href: string
  }[]
  readonly foot: {
    readonly number: string
    readonly hash: string
    readonly catalogue: string
    readonly engine: string
    readonly asOf: string
    readonly record: string
    readonly verify: string
  }
}

export type ResultInput = {
  readonly stored: StoredResult
  /** The catalogue version that the record names. */
  readonly snapshot: CatalogueSnapshot
  /** The catalogue in force, for links to products that still exist. */
  readonly isListed: (productId: string) => boolean
  readonly by: Ranking
}

/** The page of a result, from the stored record alone. */
export function resultView({ stored, snapshot, isListed, by }: ResultInput): ResultView {
  const record = JSON.parse(stored.text) as MatchRecord
  const facts: Facts = { ...record.facts, ...record.derived }
  const questionnaireId = stored.questionnaireId
  const cards = (results: readonly RecordedResult[], brief = false) =>
    results.flatMap((result) => {
      const product = snapshot.products.get(result.product)
      return product ? [resultCard({ result, product, snapshot, facts, questionnaireId, isListed, brief })] : []
    })
  const groups = groupsOf(ranked(record, snapshot, by), cards)
  return {
    title: '测评结果',
    section: 'match',
    indexed: false,
    strip: '标有“示例”的条款和数字只是示意，须由银行确认；结果是参考意见，是否放款、额度与利率由银行决定。',
    heading: headingOf(groups.map((group) => group.cards.length)),
    need: needOf(facts, snapshot),
    changeHref: paths.profile({ id: questionnaireId }),
    dropped: stored.dropped.flatMap((fact) => {
      const spec = findFactSpec(fact)
      return spec ? [{ label: spec.label, href: paths.questionnaire({ id: questionnaireId }, { fact }) }] : []
    }),
    groups,
    rankings: RANKINGS.map(({ id, name }) => ({ id, name, chosen: id === by })),
    rule: RANKINGS.find(({ id }) => id === by)?.rule ?? '',
    rankingHref: paths.ranking({}),
    given: givenFacts(record, questionnaireId, snapshot),
    foot: {
      number: stored.id,
      hash: record.hash,
      catalogue: record.catalogue,
      engine: record.engine,
      asOf: formatDate(record.asOf),
      record: paths.record({ id: stored.id }),
      verify: paths.verify({}),
    },
  }
}

/** The recorded results in the order of a ranking, by the score components that the record holds. */
function ranked(record: MatchRecord, { products }: CatalogueSnapshot, by: Ranking): readonly RecordedResult[] {
  const recorded = new Map(record.results.map((result) => [result.product, result]))
  const rankable = record.results.flatMap((result, index) => {
    const product = products.get(result.product)
    if (!product) return []
    return [
      { ...result, product, index, failing: countByState(result, 'fail'), unknown: countByState(result, 'unknown') },
    ]
  })
  return rankResults(rankable, by).flatMap(({ product }) => recorded.get(product.id) ?? [])
}

function groupsOf(
  results: readonly RecordedResult[],
  cards: (results: readonly RecordedResult[], brief?: boolean) => readonly ResultCard[],
): readonly Group[] {
  const failing = (result: RecordedResult) => countByState(result, 'fail')
  const fit = results.filter((result) => result.verdict === 'eligible')
  const maybe = results.filter((result) => result.verdict === 'needs_information')
  const near = results.filter((result) => failing(result) === 1)
  const rest = results.filter((result) => failing(result) > 1)
  const group = (given: Omit<Group, 'open' | 'folded'>, open: number): Group => {
    return { ...given, open: given.cards.slice(0, open), folded: given.cards.slice(open) }
  }
  const [shown, unsure, missed, others] = [cards(fit), cards(maybe), cards(near), cards(rest, true)]
  return [
    group(
      { id: 'fit', title: '符合', css: 'pass', empty: '按目前的回答，没有产品的条件全部符合。', cards: shown },
      Infinity,
    ),
    group({ id: 'maybe', title: '待补充', css: 'unknown', empty: '没有产品在等您补充信息。', cards: unsure }, 5),
    group({ id: 'near', title: '只差一项', css: 'fail', empty: '没有只差一项的产品。', cards: missed }, 3),
    group({ id: 'rest', title: '差两项及以上', css: 'fail', empty: '没有差两项及以上的产品。', cards: others }, 0),
  ]
}

function headingOf([fit = 0, maybe = 0, near = 0]: readonly number[]): readonly string[] {
  if (fit > 0 && maybe > 0) return [`${fit} 个产品符合，`, `还有 ${maybe} 个补充后可判定`]
  if (fit > 0) return [`${fit} 个产品符合`]
  if (maybe > 0) return ['还没有产品可以确定符合，', `${maybe} 个补充后可判定`]
  return near > 0 ? ['目前没有产品符合，', `${near} 个只差一项`] : ['目前没有产品符合']
}

function needOf(facts: Facts, { vocabulary }: CatalogueSnapshot): string {
  const { 'need.amountWan': amount, 'need.termMonths': term, 'need.purpose': purpose, 'need.greenCode': green } = facts
  const parts = [
    typeof amount === 'number' ? `需求 ${formatWan(amount)}` : '需求金额未填写',
    typeof term === 'number' ? `${term} 个月` : '期限未填写',
    typeof purpose === 'string' ? `用于${purpose}` : '用途未填写',
  ]
  const greenText = green === undefined ? '绿色类别未填写' : formatValue('need.greenCode', green, vocabulary)
  return `${parts.join('，')}；${green ? `绿色类别：${greenText}` : greenText}。`
}

function givenFacts(
  { facts, derived }: MatchRecord,
  id: string,
  { vocabulary }: CatalogueSnapshot,
): ResultView['given'] {
  return FACTS.map(({ name, label }) => ({
    label,
    value: formatValue(name, facts[name] ?? derived[name], vocabulary),
    source: name in facts ? '自报' : name in derived ? '推算' : '未填写',
    href: paths.questionnaire({ id }, { fact: name }),
  }))
}
