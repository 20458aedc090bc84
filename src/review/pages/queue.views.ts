import { STATE_NAMES, STEP_NAMES, type Application, type ClockReading } from '../../applications/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { exactWanText, wanText, type Fen } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { awaitsDecisionOf, clockOf, OPEN_STATES, type QueueQuery } from '../rules/queue.js'

export const amountText = (fen: Fen | null): string => (fen === null ? '未填写' : wanText(fen))
export const exactAmountText = (fen: Fen | null): string => (fen === null ? '未填写' : exactWanText(fen))
export const dayText = (at: Date): string => formatDate(chinaDay(at))

const SORTS: Readonly<Record<QueueQuery['sort'], string>> = { due: '到期', newest: '最新', amount: '金额' }

/** Reads the filters from a query; an unknown value does not filter. */
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

/** The link to a queue with these filters. */
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
    amount: amountText(amountFen),
    exact: exactAmountText(amountFen),
    state: STATE_NAMES[state],
    officer: officerName === null ? '未分配' : mine ? '由我负责' : `${officerName}负责`,
    submitted: dayText(application.submittedAt),
    waits: awaitsDecisionOf(application, user),
    proposed: application.proposal !== null,
    clock: clockView(application, clockOf(application, now), now),
  }
}

/** The choices of the filter form. */
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

/** Which list the query needs: ended applications are read separately. */
export const listOf = ({ step }: QueueQuery): 'open' | 'ended' => (step === 'ended' ? 'ended' : 'open')

/** A clock for the bank: a bar, a text, and a colour that never appears without the text. */
export type ClockView = {
  /** The step that is due; empty when no limit is running. */
  readonly step: string
  readonly text: string
  readonly css: '' | 'unknown' | 'fail'
  /** The used share of the limit, 0 to 1; null without a limit. */
  readonly share: number | null
  readonly due: string
}

const NO_CLOCK: ClockView = { step: '', text: '本环节没有时限', css: '', share: null, due: '没有时限' }

/** The texts of a clock. @param now the instant at which it was read */
export function clockView(
  { step, asked }: Pick<Application, 'step' | 'asked'>,
  clock: ClockReading | null,
  now: Date,
): ClockView {
  if (step === null || clock === null) return NO_CLOCK
  const share = Math.min(1, clock.share)
  if (clock.paused) {
    const text = `计时暂停，等企业补充${asked === null ? '' : ` ${asked.items.length} 项`}`
    return { step: STEP_NAMES[step.name], text, css: '', share, due: '计时暂停' }
  }
  const css = clock.colour === 'red' ? 'fail' : clock.colour === 'amber' ? 'unknown' : ''
  const today = chinaDay(now)
  const day = shortDay(step.dueOn, today)
  const who = step.holder === 'bank' ? '' : '等企业选择，'
  if (clock.colour === 'red') {
    const text = `${who}逾期 ${clock.overdueDays} 个工作日`
    return { step: STEP_NAMES[step.name], text, css, share: 1, due: `${day}，${text}` }
  }
  const left = step.dueOn === today ? '今天到期' : `剩 ${clock.leftDays ?? 0} 个工作日`
  return {
    step: STEP_NAMES[step.name],
    text: `${who}${left}，${day}到期${step.provisional ? '（按预估日历）' : ''}`,
    css,
    share,
    due: `${day}，${left}`,
  }
}

/** Without the year when it is the current one: 11月26日. */
const shortDay = (day: LawDate, today: LawDate): string =>
  day.slice(0, 4) === today.slice(0, 4) ? formatDate(day).slice(5) : formatDate(day)
