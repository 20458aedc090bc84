import { STEP_NAMES, type Application } from '../applications/index.js'
import { formatDate } from '../kernel/dates.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Escalation, EscalationMessage } from './escalation.js'
import { isDone } from './rules/escalation-status.js'
import { endText } from './rules/status-text.js'

/** A question of the bureau, to people of the bank. */
export const questionNotices = (
  { id, title, number, enterpriseName, isSample }: Application,
  { step }: Pick<Escalation, 'step'>,
  text: string,
  recipients: readonly Recipient[],
): readonly Tell[] =>
  recipients.map((to) => ({
    to,
    subject: `${isSample ? '示例：' : ''}工信局督办：${title}（${number}）`,
    text: `${enterpriseName}的“${STEP_NAMES[step]}”已超时限，兵团工信局督办：${text}\n请在申请页面说明原因和办完的日期。`,
    href: paths.application({ id }),
    about: { kind: 'application', id },
    urgent: true,
  }))

/** A bank's explanation, to the enterprise and to the bureau, each with a link to its own page. */
export function explanationNotices(
  application: Application,
  { id, step, end }: Escalation,
  { text, promisedOn }: Pick<EscalationMessage, 'text' | 'promisedOn'>,
): readonly Tell[] {
  const ended = end === null || isDone(end) ? '这一步已经办完。' : `这一步${endText(end)}。`
  const day = promisedOn === null ? ended : `承诺 ${formatDate(promisedOn)}办完。`
  const { isSample, bankName } = application
  const textBy = (bank: string) => `${bank}就“${STEP_NAMES[step]}”超过时限说明：${text}\n${day}`
  const notice = {
    subject: `${isSample ? '示例：' : ''}银行的说明：${application.title}（${application.number}）`,
    text: textBy(bankName ?? '银行'),
    about: { kind: 'application', id: application.id },
  }
  // The bureau's pages of escalations do not name the bank of a sample.
  const toBureau = { ...notice, ...(isSample && { text: textBy('银行') }) }
  const enterprise = { kind: 'enterprise', id: application.enterpriseId } as const
  return [
    { ...notice, to: enterprise, href: paths.application({ id: application.id }) },
    { ...toBureau, to: { kind: 'bureau', id: 'bureau' }, href: paths.bureauEscalation({ id }) },
  ]
}
