import type { Application, ClockReading } from '../applications/index.js'
import { STEP_NAMES } from '../applications/index.js'
import { formatDate, type LawDate, chinaDay } from '../kernel/dates.js'

/** A clock as the bank reads it: a bar, a word, a colour that never stands without the word. */
export type ClockView = {
  /** What somebody has to do; empty where nobody is waited for. */
  readonly step: string
  readonly text: string
  readonly css: '' | 'unknown' | 'fail'
  /** How much of the limit is used, 0 to 1; null without a limit. */
  readonly share: number | null
  readonly due: string
}

const NONE: ClockView = { step: '', text: '本环节没有时限', css: '', share: null, due: '没有时限' }

/** Words for a clock. @param now the instant at which it was read */
export function clockView(
  { step, asked }: Pick<Application, 'step' | 'asked'>,
  clock: ClockReading | null,
  now: Date,
): ClockView {
  if (step === null || clock === null) return NONE
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

/** Within the year the year goes without saying: 11月26日. */
const shortDay = (day: LawDate, today: LawDate): string =>
  day.slice(0, 4) === today.slice(0, 4) ? formatDate(day).slice(5) : formatDate(day)
