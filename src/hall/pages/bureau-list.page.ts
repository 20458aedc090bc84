import type { Request, Response } from 'express'
import {
  STATE_NAMES,
  STATES,
  type Application,
  type FinancingRequest,
  type ApplicationState,
} from '../../applications/index.js'
import { wanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bureauTabs } from '../../menus.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { HallContext } from '../hall.context.js'
import { SAMPLE_STRIP, nameMaskFor } from './masked-names.js'
import { statusOf } from './bureau-status.views.js'

const PAGE_SIZE = 20
/** The most requests shown as waiting for dispatch. */
const MOST_WAITING = 100
/** The most applications read for a filter by state. */
const MAX_APPLICATIONS = 5000

/** `GET /bureau/requests`: all requests, those that wait for dispatch first, each with the state of its applications. */
export const showRequests = (context: HallContext) => async (req: Request, res: Response) => {
  const query = readQuery(req.query)
  const number = pageNumberIn(req.query.page)
  const [waiting, { requests, total }] = await Promise.all([
    waitingFor(context),
    requestsFor(context, query, { skip: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE }),
  ])
  const all = await applicationsOf(context, [...waiting, ...requests])
  const windows = new Map((await context.windows.listOpen()).map((window) => [window.requestId, window]))
  const view = async (request: FinancingRequest) =>
    rowOf(
      { ...request, title: (await nameMaskFor(context, request))(request.title) },
      all.get(request.id) ?? [],
      (one) => statusOf(one, context.now(), windows.get(request.id) ?? null),
    )
  page(res, 'hall/bureau-list', {
    title: '需求与派单',
    indexed: false,
    tabs: currentUser(req).role === 'bureau' ? bureauTabs('requests') : [],
    ...([...waiting, ...requests].some(({ isSample }) => isSample) && {
      strip: `标有“示例”的申请来自示例企业，不代表任何真实企业。${SAMPLE_STRIP}`,
    }),
    action: paths.bureauRequests({}),
    query,
    states: STATES.filter((state) => state !== 'draft').map((state) => ({
      value: state,
      text: STATE_NAMES[state],
      selected: state === query.state,
    })),
    filtered: query.channel !== '' || query.state !== '',
    waiting: await Promise.all(waiting.map(view)),
    rows: await Promise.all(requests.map(view)),
    total,
    pages: pagesOf(number, PAGE_SIZE, total, (to) => paths.bureauRequests({}, { ...query, page: to })),
  })
}

type Query = { readonly channel: '' | 'hall' | 'directed'; readonly state: '' | ApplicationState }

function readQuery({ channel, state }: Readonly<Record<string, unknown>>): Query {
  return {
    channel: channel === 'hall' || channel === 'directed' ? channel : '',
    state: STATES.find((one) => one === state) ?? '',
  }
}

/** Requests of the hall that wait for dispatch, the longest waiting first. */
async function waitingFor(context: HallContext): Promise<readonly FinancingRequest[]> {
  const filter = { kind: 'hall', states: ['dispatched'] } as const
  const { applications } = await context.applications.list('all', filter, { skip: 0, limit: MOST_WAITING }, 'due')
  const ids = applications.map(({ requestId }) => requestId)
  const { requests } = await context.requests.list('all', { ids }, { skip: 0, limit: MOST_WAITING })
  return ids.flatMap((id) => requests.find((request) => request.id === id) ?? [])
}

async function requestsFor(
  context: HallContext,
  { channel, state }: Query,
  at: { readonly skip: number; readonly limit: number },
): Promise<{ readonly requests: readonly FinancingRequest[]; readonly total: number }> {
  const byChannel = channel === '' ? {} : { channel }
  if (state === '') return context.requests.list('all', byChannel, at)
  const { applications } = await context.applications.list(
    'all',
    { states: [state] },
    { skip: 0, limit: MAX_APPLICATIONS },
  )
  const ids = [...new Set(applications.map(({ requestId }) => requestId))]
  return context.requests.list('all', { ...byChannel, ids }, at)
}

async function applicationsOf(
  context: HallContext,
  requests: readonly FinancingRequest[],
): Promise<ReadonlyMap<string, readonly Application[]>> {
  const ids = requests.map(({ id }) => id)
  const found = await context.applications.list('all', { needRequestIds: ids }, { skip: 0, limit: MAX_APPLICATIONS })
  return new Map(ids.map((id) => [id, found.applications.filter(({ requestId }) => requestId === id)]))
}

const rowOf = (
  request: FinancingRequest,
  applications: readonly Application[],
  stand: (application: Application) => ReturnType<typeof statusOf>,
) => ({
  href: paths.bureauRequest({ id: request.id }),
  number: request.number,
  name: request.enterpriseName,
  title: request.title,
  isSample: request.isSample,
  amount: wanText(request.amountFen),
  channel: request.channel === 'hall' ? '需求大厅' : '定向申请',
  submitted: formatInstant(request.submittedAt),
  stands: applications
    .toSorted((a, b) => a.kind.localeCompare(b.kind) * -1 || a.number.localeCompare(b.number))
    .map(stand),
})
