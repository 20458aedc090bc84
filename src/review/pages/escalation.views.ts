import { STEP_NAMES, type Application } from '../../applications/index.js'
import {
  endText,
  FATES,
  fateOf,
  mayAnswer,
  overDays,
  overText,
  saidOf,
  type Told,
  type Word,
} from '../../escalations/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { addWorkingDays } from '../../kernel/working-days.js'
import { paths } from '../../paths.js'
import { formatInstant } from '../../kernel/format-instant.js'

/** Limits that the bank let pass with this application: what was said, and where the bank may speak its form. */
export function escalationCards(told: readonly Told[], application: Pick<Application, 'step'>, now: Date) {
  const today = chinaDay(now)
  // One form on the page: the ids of its controls are named once.
  const next = told.find((one) => saidOf(one, today).waits) ?? told.find((one) => mayAnswer(one, today))
  return told.map((one) => {
    const { escalation, words } = one
    const { waits, explainBy, inTime, answers } = saidOf(one, today)
    return {
      id: escalation.id,
      title: `“${STEP_NAMES[escalation.step]}”${overText(overDays(escalation, application, now))}`,
      raised: `时限 ${formatDate(escalation.dueOn)}，${formatInstant(escalation.at)}提请工信局督办${escalation.end === null ? '' : `，${formatInstant(escalation.end.at)}${endText(escalation.end)}`}`,
      waits,
      asks: !waits
        ? ''
        : answers.length > 0
          ? '请再次说明原因和办完的日期。'
          : inTime === false
            ? `说明的期限是 ${formatDate(explainBy)}，已过，请尽快说明。`
            : `请最迟 ${formatDate(explainBy)}说明。`,
      words: words.map((word) => wordView(word, one, today)),
      form: one === next ? formOf(one, today) : null,
    }
  })
}

function wordView({ kind, by, at, text, promisedOn }: Word, { escalation }: Told, today: LawDate) {
  return {
    who: kind === 'answer' ? `本行的说明，${by}` : `兵团工信局督办，${by}`,
    at: formatInstant(at),
    text,
    promise:
      promisedOn === null ? '' : `承诺 ${formatDate(promisedOn)}办完，${FATES[fateOf(escalation, promisedOn, today)]}`,
  }
}

/** @returns what the form asks for; of a step that is done it asks for no day */
function formOf({ escalation }: Told, today: LawDate) {
  return {
    name: `escalation-${escalation.id}`,
    action: paths.bankExplanations({ id: escalation.id }),
    asksDay: escalation.end === null,
    hint: `须为今天或以后；按工作日计，下一个工作日是 ${formatDate(addWorkingDays(today, 1).date)}`,
  }
}
