import type { MenuItem } from '../kernel/menu-item.js'
import { statisticsPaths } from './statistics.paths.js'

/** The entries of this room in the menus of its audiences. */
export const statisticsMenu = [
  { audience: 'bank', id: 'figures', text: '统计', href: statisticsPaths.bankFigures({}), position: 60 },
  { audience: 'bureau', id: 'overview', text: '总览', href: statisticsPaths.bureau({}), position: 10 },
  { audience: 'bureau', id: 'unmet', text: '未满足需求', href: statisticsPaths.bureauUnmet({}), position: 30 },
  { audience: 'bureau', id: 'promises', text: '承诺台账', href: statisticsPaths.bureauPromises({}), position: 40 },
  { audience: 'bureau', id: 'fairness', text: '公平性', href: statisticsPaths.bureauFairness({}), position: 50 },
] as const satisfies readonly MenuItem[]
