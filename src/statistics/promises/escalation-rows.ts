import { STEP_NAMES } from '../../applications/index.js'
import { endText, PROMISE_OUTCOMES, overdueText, type Overdue } from '../../escalations/index.js'
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { workingDaysBetween } from '../../kernel/working-days.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { numberCell, textCell, type TableCell } from '../drill-down/table-cell.js'
import { dateOf } from '../rows/day.js'
import type { CaseRow } from '../rows/row-types.js'
import type { EscalationKind, Raised } from './escalation-figures.js'

export const ESCALATION_COLUMNS = ['环节', '时限', '督办日期', '超时限（工作日）', '办完', '银行的说明', '说明时间', '承诺办完', '承诺结果'] as const // prettier-ignore

/** What each list of escalations is called, and what it counts. */
export const ESCALATION_LISTS: Readonly<Record<EscalationKind, readonly [title: string, definition: string]>> = {
  escalations: ['督办', '期间内因超过时限提请工信局督办的环节。'],
  unfinished: ['督办：还没有办完', '期间内提请督办、到此刻还没有办完的环节；只请企业补充不算办完。'],
  explained: ['督办：银行已说明', '期间内提请督办、银行已书面说明原因的环节。'],
  'in-time': ['督办：按时说明', '期间内提请督办、银行在一个工作日内第一次说明的环节。'],
  'promise-kept': ['督办：按承诺办完', '期间内提请督办、银行在最后一次承诺的日期前（含当日）办完的环节。'],
  'promise-broken': ['督办：承诺到期没有办完', '期间内提请督办、最后一次承诺的日期已过而当日前没有办完的环节。'],
}

/**
 * What the list says of one escalation, beside the application it is about.
 * @param hidden names are hidden, and this is a real application: what people wrote might name somebody
 */
export function escalationCells(
  { escalation, said, day }: Raised,
  row: CaseRow | undefined,
  now: Date,
  hidden: boolean,
): readonly TableCell[] {
  const { step, dueOn, end } = escalation
  const answer = said.answers.at(-1)
  return [
    ...[textCell(STEP_NAMES[step]), textCell(formatDate(dueOn)), textCell(formatDate(dateOf(day)))],
    overCell(overOf(escalation, row, now)),
    textCell(end === null ? '还没有办完' : `${endText(end)}，${formatInstant(end.at)}`),
    textCell(answer === undefined ? '还没有说明' : hidden ? '说明已隐去' : answer.text),
    textCell(answer === undefined ? '无' : `${formatInstant(answer.at)}${said.answers.length > 1 ? `，第 ${String(said.answers.length)} 次` : ''}`),
    textCell(said.promisedOn === null ? '无' : formatDate(said.promisedOn)),
    textCell(said.outcome === null ? '无' : PROMISE_OUTCOMES[said.outcome]),
  ] // prettier-ignore
}

/** By how much the limit is over: as it was at the end, or as the clock of the application shows now. */
function overOf({ end, step }: Raised['escalation'], row: CaseRow | undefined, now: Date): Overdue {
  if (end !== null) return end.overDays
  if (row === undefined) return null
  // The clock of a case whose step goes on is missing only while it stands still.
  if (row.due === null) return 'paused'
  return row.due.step === step ? workingDaysBetween(chinaDay(new Date(row.due.at)), chinaDay(now)).days : null
}

const overCell = (over: Overdue): TableCell =>
  typeof over === 'number' ? numberCell(over, String(over)) : textCell(overdueText(over))
