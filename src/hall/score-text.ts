import { WEIGHTS, type Score } from './allot.js'

const points = (value: number): string => value.toFixed(2).replace('-', '−')

/** The parts of a score with what each can come to, for tables. */
export const scoreParts = ({ fit, terms, capacity, promises, total, costKnown }: Score) => [
  { name: '匹配', points: points(fit), most: String(WEIGHTS.conditions + WEIGHTS.eligible + WEIGHTS.green) },
  {
    name: costKnown ? '方案' : '方案（有费用未知，成本不得分）',
    points: points(terms),
    most: String(WEIGHTS.cost + WEIGHTS.coverage),
  },
  { name: '余力', points: points(capacity), most: String(WEIGHTS.capacity) },
  { name: '守时', points: points(promises), most: String(WEIGHTS.promises) },
  { name: '合计', points: points(total), most: '100' },
]

/** The same in one sentence, for notices. */
export function scoreText(score: Score): string {
  const parts = scoreParts(score).map(({ name, points: got, most }) => `${name} ${got}（满分 ${most}）`)
  const open = score.costKnown ? '' : '方案里有未知的费用，排在成本已知的之后。'
  return `贵行得分：${parts.join('，')}。${open}`
}
