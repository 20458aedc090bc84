import type { Request, Response } from 'express'
import { STATE_NAMES } from '../../applications/index.js'
import { exactWanText } from '../../kernel/money.js'
import { formatRatePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { enterpriseTabs } from '../../menus.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { PLACES, scoreParts } from '../rules/allocate-places.js'
import { freePlaces, type BiddingWindow } from '../rules/bidding-window.js'
import type { Bid } from '../data/bid.store.js'
import type { HallContext } from '../hall.context.js'

/** `GET /enterprise/hall/:id`: the enterprise's own request in the hall: its windows and the banks with places. */
export const showEnterpriseHall = (context: HallContext) => async (req: Request, res: Response) => {
  const enterpriseId = currentUser(req).organisation.id
  const request = await context.requests.get({ enterpriseId }, idParam(req))
  const [windows, applications, placed] = await Promise.all([
    context.windows.listOfRequest(request.id),
    context.applications.ofRequest({ enterpriseId }, request.id),
    context.bids.listPlaced(request.id),
  ])
  const hall = applications.find(({ kind }) => kind === 'hall')
  if (hall === undefined) throw new NotFound()
  page(res, 'hall/enterprise', {
    title: `需求大厅：${request.title}`,
    indexed: false,
    tabs: enterpriseTabs('applications'),
    ...(request.isSample && { strip: '示例数据：这家企业和它的数据均为示例，不代表任何真实企业。' }),
    heading: request.title,
    number: request.number,
    state: STATE_NAMES[hall.state],
    applicationHref: paths.enterpriseApplication({ id: hall.id }),
    ruleHref: paths.placeRule({}),
    places: PLACES,
    taken: PLACES - freePlaces(applications),
    windows: windows.map(windowView),
    banks: applications
      .filter(({ kind }) => kind === 'bank')
      .map((one) => {
        const bid = placed.find(({ bankId }) => bankId === one.bankId)
        return {
          name: one.bankName ?? '',
          product: one.productName ?? '',
          state: STATE_NAMES[one.state],
          href: paths.enterpriseApplication({ id: one.id }),
          dispatched: one.channel === 'dispatch',
          terms: bid === undefined ? null : termsText(bid),
          parts: bid?.outcome ? scoreParts(bid.outcome.score) : null,
        }
      }),
  })
}

function termsText({ terms, outcome }: Bid): string {
  const { amountFen, rateBp, months, method } = terms
  const cost = outcome?.costBp ?? null
  const words = [
    exactWanText(amountFen),
    `年利率 ${formatRatePct(rateBp / 100)}`,
    `${months} 个月`,
    method,
    cost === null ? '综合年成本有费用未知' : `综合年成本 ${formatRatePct(cost / 100)}`,
  ]
  return words.join('，')
}

function windowView({ number, opensAt, closesAt, closedAt, state, given }: BiddingWindow) {
  const result = {
    open: `正在接受认领，${formatInstant(closesAt)} 截止。截止前不显示有几家银行认领。`,
    closed: given
      ? `${formatInstant(closedAt ?? closesAt)} 结束，分配了 ${given} 个名额。`
      : `${formatInstant(closesAt)} 结束，没有银行获得名额。`,
    void: `${formatInstant(closedAt ?? closesAt)} 停止，需求已离开大厅。`,
  }
  return { number, opened: formatInstant(opensAt), text: result[state], now: state === 'open' }
}
