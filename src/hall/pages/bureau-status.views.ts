import { isEnded, readClock, STATE_NAMES, STEP_NAMES, type Application } from '../../applications/index.js'
import { formatInstant } from '../../kernel/format-instant.js'
import type { BiddingWindow } from '../rules/bidding-window.js'
import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { maskedBank, maskedProduct } from './masked-names.js'

const HOLDERS = { bank: '银行', enterprise: '企业', bureau: '工信局', portal: '平台' } as const

/** The state of an application and whom it waits for, for the bureau. @param window the latest of its request */
export function statusOf(application: Application, now: Date, window: BiddingWindow | null) {
  const { id, kind, state, step } = application
  const clock = step === null ? null : readClock(step, now)
  return {
    href: paths.bureauApplication({ id }),
    who: kind === 'hall' ? '需求大厅' : maskedBank(application),
    product: maskedProduct(application),
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

const windowText = ({ kind, state }: Application, window: BiddingWindow | null): string =>
  isEnded(state)
    ? '不再等谁'
    : kind === 'hall' && state === 'open' && window?.state === 'open'
      ? `等银行认领，第 ${window.number} 轮到 ${formatInstant(window.closesAt)}`
      : '没有时限在走'
