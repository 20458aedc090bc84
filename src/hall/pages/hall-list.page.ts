import type { Request, Response } from 'express'
import type { FinancingRequest } from '../../applications/index.js'
import { factSpec } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import {
  AMOUNT_BANDS,
  anonymousRequestOf,
  codeNamesOf,
  divisionText,
  type AnonymousRequest,
} from '../rules/anonymous-request.js'
import { acceptsBids, isOpenToBank, type BiddingWindow } from '../rules/bidding-window.js'
import type { HallContext } from '../hall.context.js'

const SIZE = 20

/** `GET /bank/hall`: the requests that this bank may bid on now, without names, in the order in which their windows close. */
export const showHall = (context: HallContext) => async (req: Request, res: Response) => {
  const bankId = currentUser(req).organisation.id
  const query = readQuery(req.query, context)
  const all = await rowsFor(context, bankId)
  const found = all.filter((row) => matches(row, query))
  const number = pageNumberIn(req.query.page)
  page(res, 'hall/list', {
    title: '需求大厅',
    indexed: false,
    tabs: bankTabs('hall'),
    ...(all.some(({ about }) => about.isSample) && {
      strip: '标有“示例”的需求来自示例企业，不代表任何真实企业。',
    }),
    action: paths.hall({}),
    ruleHref: paths.placeRule({}),
    filters: filtersOf(context, query),
    filtered: Object.values(query).some((value) => value !== ''),
    total: found.length,
    rows: found.slice((number - 1) * SIZE, number * SIZE).map(viewOf),
    pages: pagesOf(number, SIZE, found.length, (to) => paths.hall({}, { ...query, page: to })),
  })
}

type Row = {
  readonly about: AnonymousRequest
  readonly window: BiddingWindow
  readonly eligible: boolean
  readonly products: number
  readonly hasBid: boolean
}

/** Requests with an open window that are open to this bank and on which it has not had a place. */
async function rowsFor(context: HallContext, bankId: string): Promise<readonly Row[]> {
  const now = context.now()
  const windows = (await context.windows.listOpen()).filter((window) => acceptsBids(window, now))
  const ids = windows.map(({ requestId }) => requestId)
  const limit = Math.max(1, ids.length)
  const [{ requests }, { applications: own }, windowsWithBid] = await Promise.all([
    context.requests.list('all', { ids }, { skip: 0, limit }),
    context.applications.list({ bankId }, { needRequestIds: ids }, { skip: 0, limit }),
    context.bids.windowsWithBidOf(
      bankId,
      windows.map(({ id }) => id),
    ),
  ])
  const had = new Set(own.map(({ requestId }) => requestId))
  const byId = new Map<string, FinancingRequest>(requests.map((request) => [request.id, request]))
  const names = codeNamesOf(context.reference)
  return windows.flatMap((window): Row[] => {
    const request = byId.get(window.requestId)
    if (request === undefined || had.has(request.id) || !isOpenToBank(bankId, request)) return []
    const mine = request.products.filter((product) => product.bankId === bankId)
    return [
      {
        about: anonymousRequestOf(request, names),
        window,
        eligible: mine.some(({ verdict }) => verdict === 'eligible'),
        products: mine.length,
        hasBid: windowsWithBid.has(window.id),
      },
    ]
  })
}

const viewOf = ({ about, window, eligible, products, hasBid }: Row) => ({
  ...about,
  href: paths.hallRequest({ id: about.id }),
  verdict: eligible ? 'pass' : 'unknown',
  verdictText: eligible ? '符合' : '待补充',
  products,
  claimed: hasBid,
  closes: formatInstant(window.closesAt),
})

const NAMES = ['amount', 'division', 'section', 'green', 'purpose', 'verdict'] as const
type Query = Readonly<Record<(typeof NAMES)[number], string>>
type Option = { readonly value: string; readonly text: string }

function optionsOf({
  reference,
}: HallContext): Readonly<Record<keyof Query, { label: string; options: readonly Option[] }>> {
  return {
    amount: { label: '金额', options: AMOUNT_BANDS.map(({ id, text }) => ({ value: id, text })) },
    division: {
      label: '师市',
      options: (factSpec('enterprise.division').values ?? [])
        .map(divisionText)
        .map((value) => ({ value, text: value })),
    },
    section: {
      label: '行业门类',
      options: reference.industries.sections.map(({ code, name }) => ({ value: code, text: name })),
    },
    green: {
      label: '绿色类别',
      options: [
        ...reference.greenClasses.top.map(({ code, name }) => ({ value: code, text: name })),
        { value: 'none', text: '不属于绿色目录' },
      ],
    },
    purpose: {
      label: '用途',
      options: (factSpec('need.purpose').values ?? []).map((value) => ({ value, text: value })),
    },
    verdict: {
      label: '匹配结果',
      options: [
        { value: 'eligible', text: '符合' },
        { value: 'needs_information', text: '待补充' },
      ],
    },
  }
}

function readQuery(given: Readonly<Record<string, unknown>>, context: HallContext): Query {
  const options = optionsOf(context)
  return Object.fromEntries(
    NAMES.map((name) => {
      const chosen = options[name].options.find(({ value }) => value === given[name])
      return [name, chosen?.value ?? '']
    }),
  ) as Query
}

const filtersOf = (context: HallContext, query: Query) =>
  Object.entries(optionsOf(context)).map(([name, { label, options }]) => ({
    name,
    label,
    options: options.map((option) => ({ ...option, selected: option.value === query[name as keyof Query] })),
  }))

function matches({ about, eligible }: Row, query: Query): boolean {
  const has = (wanted: string, value: string) => wanted === '' || wanted === value
  return (
    has(query.amount, about.amountBand) &&
    has(query.division, about.division) &&
    has(query.section, about.section) &&
    has(query.green, about.greenTop) &&
    has(query.purpose, about.purpose) &&
    has(query.verdict, eligible ? 'eligible' : 'needs_information')
  )
}
