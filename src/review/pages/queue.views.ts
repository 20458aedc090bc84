import { STATE_NAMES, type Application } from '../../applications/index.js'
import { paths } from '../../paths.js'
import { clockView } from '../clock-text.js'
import { clockOf, OPEN_STATES, awaitsDecisionOf, type QueueQuery } from '../rules/queue.js'
import { dayText, exactMoney, money } from './parts.views.js'

const SORTS: Readonly<Record<QueueQuery['sort'], string>> = { due: '到期', newest: '最新', amount: '金额' }

/** The filters of an address; what is not one of the choices does not narrow. */
export function readQuery(query: Readonly<Record<string, unknown>>): QueueQuery {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  const among = <T extends string>(name: string, values: readonly T[]): T | '' =>
    values.find((one) => one === text(name)) ?? ''
  return {
    q: text('q'),
    step: among('step', [...OPEN_STATES, 'proposal', 'ended']),
    who: among('who', ['mine', 'unassigned']),
    due: among('due', ['overdue', 'amber']),
    product: text('product'),
    sort: among('sort', ['due', 'newest', 'amount']) || 'due',
  }
}

/** The address of a queue with these filters. */
export const queueHref = (query: QueueQuery, page?: number): string =>
  paths.bank({}, { ...query, ...(query.sort === 'due' && { sort: '' }), page: page ?? '' })

export function queueRow(application: Application, user: Express.User, now: Date, current = '') {
  const { id, number, enterpriseName, title, productName, amountFen, state, officerName, isSample } = application
  const mine = application.officerId === user.id
  return {
    ...{ id, number, title, isSample },
    href: paths.bankApplication({ id }),
    current: id === current,
    name: enterpriseName,
    product: productName ?? '未写明产品',
    amount: money(amountFen),
    exact: exactMoney(amountFen),
    state: STATE_NAMES[state],
    officer: officerName === null ? '未分配' : mine ? '由我负责' : `${officerName}负责`,
    submitted: dayText(application.submittedAt),
    waits: awaitsDecisionOf(application, user),
    proposed: application.proposal !== null,
    clock: clockView(application, clockOf(application, now), now),
  }
}

/** What the filter form offers. */
export function filterChoices(query: QueueQuery, products: ReadonlyMap<string, string>) {
  const option = (value: string, text: string, chosen: string) => ({ value, text, selected: value === chosen })
  return {
    steps: [
      option('', '全部未办结', query.step),
      option('proposal', '有待审批的意见', query.step),
      ...OPEN_STATES.map((state) => option(state, STATE_NAMES[state], query.step)),
      option('ended', '已办结', query.step),
    ],
    people: [
      option('', '全部', query.who),
      option('mine', '由我负责', query.who),
      option('unassigned', '未分配', query.who),
    ],
    dues: [
      option('', '不限', query.due),
      option('amber', '快到期或已逾期', query.due),
      option('overdue', '已逾期', query.due),
    ],
    products: [
      option('', '全部产品', query.product),
      ...[...products].map(([id, name]) => option(id, name, query.product)),
    ],
    sorts: Object.entries(SORTS).map(([value, text]) => option(value, text, query.sort)),
  }
}

/** Ended applications are asked for by themselves. */
export const listOf = ({ step }: QueueQuery): 'open' | 'ended' => (step === 'ended' ? 'ended' : 'open')
