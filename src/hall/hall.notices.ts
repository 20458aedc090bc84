import type { Application } from '../applications/index.js'
import { formatInstant } from '../kernel/format-instant.js'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Bid } from './data/bid.store.js'
import { scoreParts, type Score } from './rules/allocate-places.js'
import type { AnonymousRequest } from './rules/anonymous-request.js'

const aboutRequest = (id: string) => ({ kind: 'hall-request', id })

/** To a bank that may bid: a window has opened. Names no enterprise. */
export const windowOpenedNotice = (
  bankId: string,
  { id, amount, term, industry, division }: AnonymousRequest,
  closesAt: Date,
): Tell => ({
  to: { kind: 'bank', id: bankId },
  subject: `需求大厅有可认领的需求：${amount}，${term}`,
  text: `${division}，${industry}，${amount}，${term}。贵行有匹配的产品，可在 ${formatInstant(closesAt)} 前认领；名额按公开的规则分配，与先后无关。`,
  href: paths.hallRequest({ id }),
  about: aboutRequest(id),
})

/** To the officer whose bid got no place, with its score. */
export const noPlaceNotice = ({ bankId, by, requestId }: Bid, rank: number, score: Score): Tell => ({
  to: { kind: 'bank', id: bankId, accountId: by.accountId },
  subject: '认领结果：这次没有获得名额',
  text: `贵行对一项需求的认领按规则排第 ${rank} 名，名额已分给排在前面的银行。${scoreText(score)}规则和算例见 ${paths.placeRule({})}。`,
  href: paths.hallRequest({ id: requestId }),
  about: aboutRequest(requestId),
})

/** To the officer of a bid on a request that left the hall before the window closed. */
export const requestLeftHallNotice = ({ bankId, by, requestId }: Bid): Tell => ({
  to: { kind: 'bank', id: bankId, accountId: by.accountId },
  subject: '认领的需求已离开需求大厅',
  text: '贵行认领的一项需求已经撤回或办结，这次认领不再分配名额。',
  href: paths.hall({}),
  about: aboutRequest(requestId),
})

/** To the enterprise: nobody bid in the first window, so a second one has opened. */
export const secondWindowNotice = ({ id, enterpriseId, title, number }: Application, closesAt: Date): Tell => ({
  to: { kind: 'enterprise', id: enterpriseId },
  subject: `第一轮没有银行认领，已开始第二轮：${title}（${number}）`,
  text: `第二轮认领到 ${formatInstant(closesAt)} 截止；仍然没有银行认领时，转由工信局派单。`,
  href: paths.application({ id }),
  about: { kind: 'application', id },
})

function scoreText(score: Score): string {
  const parts = scoreParts(score).map(({ name, points, most }) => `${name} ${points}（满分 ${most}）`)
  const unknownCost = score.costKnown ? '' : '方案里有未知的费用，排在成本已知的之后。'
  return `贵行得分：${parts.join('，')}。${unknownCost}`
}
