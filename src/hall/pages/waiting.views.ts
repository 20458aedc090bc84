import { isEnded, readClock, STATE_NAMES, STEP_NAMES, type Application } from '../../applications/index.js'
import { formatInstant } from '../../kernel/format-instant.js'
import type { ClaimWindow } from '../claim-window.js'
import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { bankOf, productOf } from './named-banks.js'

const HOLDERS = { bank: '银行', enterprise: '企业', bureau: '工信局', portal: '平台' } as const

/** Where an application stands and who is waited for, for the bureau. @param window the newest one of its request */
export function standing(application: Application, now: Date, window: ClaimWindow | null) {
  const { id, kind, state, step } = application
  const clock = step === null ? null : readClock(step, now)
  return {
    href: paths.bureauApplication({ id }),
    who: kind === 'hall' ? '需求大厅' : bankOf(application),
    product: productOf(application),
    state: STATE_NAMES[state],
    waits:
      step === null || clock === null
        ? windowText(application, window)
        : clock.paused
          ? `${STEP_NAMES[step.name]}暂停，等企业补充`
          : `等${HOLDERS[step.holder]}：${STEP_NAMES[step.name]}，${formatDate(step.dueOn)}到期`,
    css: clock === null || clock.paused ? '' : { green: '', amber: 'unknown', red: 'fail' }[clock.colour],
    late: clock !== null && clock.overdueDays > 0 ? `逾期 ${clock.overdueDays} 个工作日` : '',
  }
}

const windowText = ({ kind, state }: Application, window: ClaimWindow | null): string =>
  isEnded(state)
    ? '不再等谁'
    : kind === 'hall' && state === 'open' && window?.state === 'open'
      ? `等银行认领，第 ${window.number} 轮到 ${formatInstant(window.closesAt)}`
      : '没有时限在走'
