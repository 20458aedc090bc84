import { STEP_NAMES, type Application } from '../../applications/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { addWorkingDays } from '../../kernel/working-days.js'
import { paths } from '../../paths.js'
import type { EscalationMessage, EscalationWithMessages } from '../escalation.js'
import { daysOverdue, escalationStatus, mayExplain, promiseOutcome } from '../rules/escalation-status.js'
import { endText, overdueText, PROMISE_OUTCOMES } from '../rules/status-text.js'

/** The escalations of an application for its bank: their messages, and the form for the one to explain next. */
export function escalationCards(
  all: readonly EscalationWithMessages[],
  application: Pick<Application, 'step'>,
  now: Date,
) {
  const today = chinaDay(now)
  // The page has one form, so that the ids of its controls are unique.
  const next =
    all.find((one) => escalationStatus(one, today).awaitsExplanation) ?? all.find((one) => mayExplain(one, today))
  return all.map((one) => {
    const { escalation, messages } = one
    const { awaitsExplanation, explainBy, inTime, answers } = escalationStatus(one, today)
    return {
      id: escalation.id,
      title: `“${STEP_NAMES[escalation.step]}”${overdueText(daysOverdue(escalation, application, now))}`,
      raised: `时限 ${formatDate(escalation.dueOn)}，${formatInstant(escalation.at)}提请工信局督办${escalation.end === null ? '' : `，${formatInstant(escalation.end.at)}${endText(escalation.end)}`}`,
      waits: awaitsExplanation,
      asks: !awaitsExplanation
        ? ''
        : answers.length > 0
          ? '请再次说明原因和办完的日期。'
          : inTime === false
            ? `说明的期限是 ${formatDate(explainBy)}，已过，请尽快说明。`
            : `请最迟 ${formatDate(explainBy)}说明。`,
      words: messages.map((message) => messageView(message, one, today)),
      form: one === next ? formOf(one, today) : null,
    }
  })
}

function messageView(
  { kind, by, at, text, promisedOn }: EscalationMessage,
  { escalation }: EscalationWithMessages,
  today: LawDate,
) {
  return {
    who: kind === 'answer' ? `本行的说明，${by}` : `兵团工信局督办，${by}`,
    at: formatInstant(at),
    text,
    promise:
      promisedOn === null
        ? ''
        : `承诺 ${formatDate(promisedOn)}办完，${PROMISE_OUTCOMES[promiseOutcome(escalation, promisedOn, today)]}`,
  }
}

/** @returns what the form asks for; of a step that is done it asks for no day */
function formOf({ escalation }: EscalationWithMessages, today: LawDate) {
  return {
    name: `escalation-${escalation.id}`,
    action: paths.bankExplanations({ id: escalation.id }),
    asksDay: escalation.end === null,
    hint: `须为今天或以后；按工作日计，下一个工作日是 ${formatDate(addWorkingDays(today, 1).date)}`,
  }
}
