import type { PageView } from '../../web/page.js'
import { DEFAULT_RANKING, RANKINGS } from '@lueqiao/matching-engine'

export type HelpView = PageView & {
  readonly verdicts: readonly { readonly state: string; readonly word: string; readonly meaning: string }[]
}

export function helpView(): HelpView {
  return {
    title: '帮助',
    section: 'help',
    verdicts: [
      { state: 'pass', word: '符合', meaning: '目录里列明的条件都满足。银行还会核实材料并独立审批。' },
      { state: 'unknown', word: '待补充', meaning: '没有不满足的条件，但有的内容还没有填写，补充后即可判定。' },
      {
        state: 'fail',
        word: '不符合',
        meaning: '至少有一项条件不满足。结果里写明是哪一项、要求多少、您填写的是多少。',
      },
    ],
  }
}

export type RankingView = PageView & {
  readonly rankings: readonly { readonly name: string; readonly rule: string; readonly isDefault: boolean }[]
}

/** The page of rankings, in the words of the engine. */
export function rankingView(): RankingView {
  const rankings = RANKINGS.map(({ id, name, rule }) => ({ name, rule, isDefault: id === DEFAULT_RANKING }))
  return { title: '排序规则', section: 'ranking', rankings }
}
