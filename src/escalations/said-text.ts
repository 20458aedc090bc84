import { formatDate, type LawDate } from '../kernel/dates.js'
import type { Over } from './over-days.js'
import { isDone, type End, type PromiseFate, type Said, type Told } from './said-of.js'

/** What became of a day that a bank named, in words. */
export const FATES: Readonly<Record<PromiseFate, string>> = {
  kept: '已按承诺办完',
  broken: '到期没有办完',
  running: '还没有到期',
  moot: '已不再适用',
}

/** By how much a limit is over, in words; see `overDays`. */
export const overText = (over: Over): string =>
  over === 'paused' ? '计时暂停，等企业补充' : over === null ? '不详' : `超时限 ${String(over)} 个工作日`

/** Why a step was broken off, in words. */
const BROKEN_OFF: Readonly<Record<string, string>> = {
  withdraw: '申请撤回',
  release: '名额释放',
  expire: '到期失效',
  cancel: '解除合同',
}

/** How a step ended, in words: only what the bank itself did is done. */
export function endText(end: End): string {
  if (isDone(end)) return '已办完'
  const why = end.action === 'withdraw' && end.by === 'enterprise' ? '企业撤回' : BROKEN_OFF[end.action]
  return why === undefined ? '已终止' : `已终止（${why}）`
}

/** Where an escalation stands, in words: whether the step is done, and whether the bank has still to speak. */
export function standText({ escalation }: Told, { waits, answers, explainBy }: Said, today: LawDate): string {
  const done = escalation.end === null ? '' : endText(escalation.end)
  if (!waits) return done === '' ? '已说明，未办完' : `${done}，已说明`
  const what =
    answers.length > 0 ? '待再次说明' : today > explainBy ? '没有按时说明' : `最迟 ${formatDate(explainBy)}说明`
  return done === '' ? what : `${done}，${what}`
}

/** The day that a bank named and what became of it, in words. */
export const promiseText = ({ promisedOn, fate }: Pick<Said, 'promisedOn' | 'fate'>): string =>
  promisedOn === null || fate === null ? '没有承诺日期' : `${formatDate(promisedOn)}，${FATES[fate]}`
