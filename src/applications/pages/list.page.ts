import type { ApplicationSummaries } from '../../enterprises/index.js'
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { Draft } from '../data/draft.store.js'
import type { Application } from '../rules/application.js'
import type { FinancingRequest } from '../rules/financing-request.js'
import { isEnded, STATE_NAMES, STATES } from '../rules/state-table.js'
import { amountText } from './application.views.js'
import { applyPage, type ApplyContext, type ApplyHandler, type ApplyServices } from './apply-page.js'
import { shareSentence } from './choice.views.js'
import { currentStep } from './timeline.views.js'

const PAGE_SIZE = 10
/** Applications looked through for a filter; an enterprise comes nowhere near. */
const MOST_APPLICATIONS = 1000

const FILTERS = [
  ['all', '全部'],
  ['mine', '等您办理'],
  ['open', '进行中'],
  ['ended', '已结束'],
] as const
type Filter = (typeof FILTERS)[number][0]

/** `GET /enterprise/applications`: every submission with its banks, the latest first, drafts on top. */
export const listApplications: ApplyHandler = async (context, req, res) => {
  const { requests, applications, enterprise } = context
  const scope = { enterpriseId: enterprise.id }
  const filter = FILTERS.find(([id]) => id === req.query.show)?.[0] ?? 'all'
  const number = pageNumberIn(req.query.page)
  const ids = await idsFor(context, filter)
  const [{ requests: shown, total }, drafts] = await Promise.all([
    requests.list(scope, ids === null ? {} : { ids }, { skip: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE }),
    number === 1 && filter === 'all' ? requests.draftsOf(enterprise.id) : [],
  ])
  const { applications: banks } = await applications.list(
    scope,
    { needRequestIds: shown.map(({ id }) => id) },
    { skip: 0, limit: MOST_APPLICATIONS },
  )
  const href = (page: number) => paths.enterpriseApplications({}, { ...(filter !== 'all' && { show: filter }), page })
  applyPage(res, 'list', context, '我的申请', {
    total,
    filters: FILTERS.map(([id, text]) => ({
      text,
      href: paths.enterpriseApplications({}, id === 'all' ? {} : { show: id }),
      current: id === filter,
    })),
    filtered: filter !== 'all',
    needs: paths.enterpriseNeeds({}),
    drafts: await Promise.all(drafts.map((draft) => draftRow(context, draft))),
    requests: shown.map((request) =>
      requestRow(request, banks.filter(({ requestId }) => requestId === request.id).toReversed(), context.now()),
    ),
    pages: pagesOf(number, PAGE_SIZE, total, href),
  })
}

/** Requests that a filter leaves, by what their applications stand at; null leaves all. */
async function idsFor({ applications, enterprise }: ApplyContext, filter: Filter): Promise<readonly string[] | null> {
  if (filter === 'all') return null
  const scope = { enterpriseId: enterprise.id }
  const everything = { skip: 0, limit: MOST_APPLICATIONS }
  const of = async (states: typeof STATES extends readonly (infer S)[] ? readonly S[] : never) =>
    new Set((await applications.list(scope, { states }, everything)).applications.map(({ requestId }) => requestId))
  if (filter === 'mine') return [...(await of(['returned', 'offered']))]
  const open = await of(STATES.filter((state) => !isEnded(state)))
  if (filter === 'open') return [...open]
  return [...(await of(STATES.filter(isEnded)))].filter((id) => !open.has(id))
}

async function draftRow({ enterprises, enterprise }: ApplyContext, { id, needId, channel, updatedAt }: Draft) {
  const need = await enterprises.getNeed(enterprise.id, needId)
  return {
    title: need.title,
    href: paths.enterpriseDraft({ id }),
    about: channel === 'hall' ? '需求大厅' : '指定银行',
    updated: formatDate(chinaDay(updatedAt)),
  }
}

function requestRow(request: FinancingRequest, banks: readonly Application[], now: Date) {
  return {
    number: request.number,
    title: request.title,
    isSample: request.isSample,
    sentence: `${amountText(request)}，${request.termMonths} 个月，${request.channel === 'hall' ? '需求大厅' : '指定银行'}，${formatDate(chinaDay(request.submittedAt))} 提交`,
    applications: banks.map((one) => applicationRow(one, now)),
  }
}

/** One bank's handling in a list: where it stands and until when somebody must do something. */
export function applicationRow(application: Application, now: Date) {
  const { id, kind, bankName, productName, state, number } = application
  const held = currentStep(application, now)
  const until = held === null ? '' : held.paused ? '银行计时暂停' : `最迟 ${held.until}${held.does}`
  return {
    href: paths.enterpriseApplication({ id }),
    name: kind === 'hall' ? '需求大厅' : (bankName ?? ''),
    product: productName ?? '',
    number,
    state: STATE_NAMES[state],
    css: CSS[state] ?? '',
    waits: state === 'returned' || state === 'offered',
    until: until === '' ? '' : [until, held?.late ?? ''].filter(Boolean).join('，'),
  }
}

const CSS: Readonly<Partial<Record<Application['state'], string>>> = {
  returned: 'unknown',
  offered: 'unknown',
  approved: 'pass',
  contracted: 'pass',
  disbursing: 'pass',
  repaying: 'pass',
  declined: 'fail',
}

/** Applications on the home page of an enterprise. */
const MOST = 5

/** The open applications for the home page of an enterprise; those that wait for the enterprise come first. */
export function recentApplications({ requests, applications, now }: ApplyServices): ApplicationSummaries {
  return {
    async latestOf(enterpriseId) {
      const states = STATES.filter((state) => !isEnded(state))
      const page = { skip: 0, limit: 50 }
      const { applications: own } = await applications.list({ enterpriseId }, { states }, page)
      const rows = own.map((application) => applicationRow(application, now()))
      return [...rows.filter(({ waits }) => waits), ...rows.filter(({ waits }) => !waits)].slice(0, MOST)
    },
    shareOf: async (need) => shareSentence(need, await requests.leftOf(need)),
  }
}
