import { formatDate, type LawDate } from '../kernel/dates.js'
import type { Over } from './over-days.js'
import type { PromiseFate, Said, Told } from './said-of.js'

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

/** Where an escalation stands, in words: whether the step is done, and whether the bank has still to speak. */
export function standText({ escalation }: Told, { waits, answers, explainBy }: Said, today: LawDate): string {
  const done = escalation.end === null ? '' : '已办完'
  if (!waits) return done === '' ? '已说明，未办完' : '已办完，已说明'
  const what =
    answers.length > 0 ? '待再次说明' : today > explainBy ? '没有按时说明' : `最迟 ${formatDate(explainBy)}说明`
  return done === '' ? what : `${done}，${what}`
}

/** The day that a bank named and what became of it, in words. */
export const promiseText = ({ promisedOn, fate }: Pick<Said, 'promisedOn' | 'fate'>): string =>
  promisedOn === null || fate === null ? '没有承诺日期' : `${formatDate(promisedOn)}，${FATES[fate]}`
