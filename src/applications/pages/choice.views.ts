import type { Need } from '../../enterprises/index.js'
import { formatWan, wanText, type Fen } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import type { NeedShare } from '../requests.service.js'
import type { Application } from '../rules/application.js'
import { VERDICT_NAMES, type ProductChoice } from '../rules/product-choices.js'
import { REFUSALS } from '../rules/refusal-codes.js'
import { STATE_NAMES } from '../rules/state-table.js'
import { refusedCondition } from './application.views.js'

export const CHANNEL_NAMES = [
  { value: 'directed', label: '指定银行', hint: '您选的银行各收到一份申请，同时办理' },
  {
    value: 'hall',
    label: '需求大厅',
    hint: '产品符合的银行都能看到匿名的需求，最多三家获得名额后才看到您的资料',
  },
] as const

/** Products that do not fit, the nearest first; the need's page has them all. */
const MOST_SHUT = 20

/** The products of the last match: those that can be chosen, and the others with the reason why not. */
export function choiceRows(choices: readonly ProductChoice[], picked: readonly string[], after: Application | null) {
  const row = (choice: ProductChoice, place: number) => ({
    id: `p${place + 1}`,
    value: choice.productId,
    name: choice.productName,
    bank: choice.bankName,
    href: paths.product({ id: choice.productId }),
    verdict: VERDICT_NAMES[choice.verdict],
    css: choice.verdict === 'eligible' ? 'pass' : 'unknown',
    amount: choice.amountWan === null ? '可贷金额未公布' : `可贷 ${formatWan(choice.amountWan)}`,
    chosen: picked.includes(choice.productId),
    refusedBefore: choice.productId === after?.productId ? '上次申请过的产品' : '',
    why: choice.why ?? '',
  })
  const open = choices.filter(({ why }) => why === null)
  const shut = choices.filter(({ why }) => why !== null)
  // A chosen product that left the catalogue or became unfit is shown, so that it can be removed.
  const lost = picked.filter((id) => !open.some(({ productId }) => productId === id))
  return {
    open: open.map(row),
    shut: shut.slice(0, MOST_SHUT).map(row),
    hidden: Math.max(0, shut.length - MOST_SHUT),
    lost: lost.length,
  }
}

/** 已申请 60 %，还可申请 40 %（40 万元） */
export function shareSentence({ amountFen }: Pick<Need, 'amountFen'>, { heldFen, leftFen }: NeedShare): string {
  if (amountFen === null || leftFen === null) return '这项需求还没有填写贷款金额，提交前要先补上。'
  const wan = (fen: Fen) => wanText(fen)
  const pct = (fen: Fen) => formatSharePct((fen / amountFen) * 100)
  if (heldFen === 0) return `这项需求共 ${wan(amountFen)}，还没有申请过，可申请 ${wan(leftFen)}。`
  return `这项需求共 ${wan(amountFen)}：已申请 ${pct(heldFen)}（${wan(heldFen)}），还可申请 ${pct(leftFen)}（${wan(leftFen)}）。`
}

/** Why an application is written anew: what became of the one before. */
export function whyAgain({ id, number, bankName, productName, state, refusal }: Application) {
  return {
    href: paths.enterpriseApplication({ id }),
    number,
    about: [bankName, productName].filter(Boolean).join('，') || '需求大厅',
    state: STATE_NAMES[state],
    reason: refusal ? `${REFUSALS[refusal.code].title}：${refusal.text}` : '',
    condition: refusedCondition(refusal),
    wayOn: refusal?.wayOn ?? '',
  }
}
