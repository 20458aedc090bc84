import { formatDate, type LawDate } from '../../kernel/dates.js'
import type { EscalationEnd, EscalationWithMessages } from '../escalation.js'
import { isDone, type EscalationStatus, type Overdue, type PromiseOutcome } from './escalation-status.js'

/** The outcome of a promised day, in words. */
export const PROMISE_OUTCOMES: Readonly<Record<PromiseOutcome, string>> = {
  kept: '已按承诺办完',
  broken: '到期没有办完',
  running: '还没有到期',
  moot: '已不再适用',
}

/** How far a limit is exceeded, in words; see `daysOverdue`. */
export const overdueText = (over: Overdue): string =>
  over === 'paused' ? '计时暂停，等企业补充' : over === null ? '不详' : `超时限 ${String(over)} 个工作日`

/** Why a step ended without being done, in words. */
const NOT_DONE: Readonly<Record<string, string>> = {
  withdraw: '申请撤回',
  release: '名额释放',
  expire: '到期失效',
  cancel: '解除合同',
}

/** How a step ended, in words: only what the bank itself did counts as done. */
export function endText(end: EscalationEnd): string {
  if (isDone(end)) return '已办完'
  const why = end.action === 'withdraw' && end.by === 'enterprise' ? '企业撤回' : NOT_DONE[end.action]
  return why === undefined ? '已终止' : `已终止（${why}）`
}

/** The status of an escalation in words: whether the step is done, and whether the bank has to explain. */
export function statusText(
  { escalation }: Pick<EscalationWithMessages, 'escalation'>,
  { awaitsExplanation, answers, explainBy }: EscalationStatus,
  today: LawDate,
): string {
  const done = escalation.end === null ? '' : endText(escalation.end)
  if (!awaitsExplanation) return done === '' ? '已说明，未办完' : `${done}，已说明`
  const what =
    answers.length > 0 ? '待再次说明' : today > explainBy ? '没有按时说明' : `最迟 ${formatDate(explainBy)}说明`
  return done === '' ? what : `${done}，${what}`
}

/** The last promised day and its outcome, in words. */
export const promiseText = ({ promisedOn, outcome }: Pick<EscalationStatus, 'promisedOn' | 'outcome'>): string =>
  promisedOn === null || outcome === null ? '没有承诺日期' : `${formatDate(promisedOn)}，${PROMISE_OUTCOMES[outcome]}`
