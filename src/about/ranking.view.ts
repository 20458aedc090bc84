import { DEFAULT_RANKING, RANKINGS } from '@lueqiao/matching-engine'
import type { PageView } from '../web/page.js'

export type RankingView = PageView & {
  readonly rankings: readonly { readonly name: string; readonly rule: string; readonly isDefault: boolean }[]
}

/** The rankings in the engine's own words: what the page says is what the engine does. */
export function rankingView(): RankingView {
  const rankings = RANKINGS.map(({ id, name, rule }) => ({ name, rule, isDefault: id === DEFAULT_RANKING }))
  return { title: '排序规则', section: 'ranking', rankings }
}
