import { STEP_NAMES, type Application, type Step } from '../applications/index.js'
import { lastDayToExplain } from '../escalations/index.js'
import { chinaDay, formatDate } from '../kernel/dates.js'
import { workingDaysBetween } from '../kernel/working-days.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { DueReminder } from './due-reminder.js'

type Message = { readonly to: Recipient; readonly subject: string; readonly text: string; readonly urgent?: boolean }

/**
 * The notices of a reminder.
 * @param before the rank of the last reminder in the thread: what an outage of the portal left out is said together
 */
export function reminderNotices(
  application: Application,
  reminder: DueReminder,
  before: number,
  now: Date,
): readonly Tell[] {
  return messagesFor(application, reminder, before, now).map((one) => ({
    ...one,
    subject: `${one.subject}：${application.title}（${application.number}）`,
    href: paths.application({ id: application.id }),
    about: { kind: 'application', id: application.id },
    key: `${reminder.thread}:${reminder.name}`,
  }))
}

function messagesFor(application: Application, { name }: DueReminder, before: number, now: Date): readonly Message[] {
  const { step } = application
  if (step === null) return []
  switch (name) {
    case 'amber':
      return onAmber(application, step)
    case 'due':
      return onDue(application, step)
    case 'escalated':
      return onEscalation(application, step, before, now)
    case 'choice-soon':
    case 'choice-over':
    case 'offer-soon':
      return onOffer(application, step, name)
  }
}

const bureau: Recipient = { kind: 'bureau', id: 'bureau' }
const enterpriseOf = ({ enterpriseId }: Application): Recipient => ({ kind: 'enterprise', id: enterpriseId })
/** The officer in charge, or the whole bank while there is none. */
const officerOf = (bankId: string, { officerId }: Application): Recipient => {
  const bank = { kind: 'bank', id: bankId } as const
  return officerId === null ? bank : { ...bank, accountId: officerId }
}
const until = ({ dueOn, provisional }: Step) =>
  `最迟 ${formatDate(dueOn)}${provisional ? '（该年放假安排公布前暂按周一至周五推算）' : ''}`

function onAmber(application: Application, step: Step): readonly Message[] {
  const to = step.holder === 'bureau' ? bureau : application.bankId && officerOf(application.bankId, application)
  const what = STEP_NAMES[step.name]
  return to ? [{ to, subject: `“${what}”时限将到`, text: `“${what}”的时限已用去七成，${until(step)}。` }] : []
}

function onDue(application: Application, step: Step): readonly Message[] {
  const what = STEP_NAMES[step.name]
  const subject = `“${what}”已超时限`
  const text = `“${what}”${until(step)}，现在已超时限，请尽快办理。`
  const { bankId, bankName } = application
  if (step.holder === 'bureau') return [{ to: bureau, subject, text, urgent: true }, toEnterprise('工信局')]
  if (bankId === null) return []
  const managers: Recipient = { kind: 'bank', id: bankId, role: 'manager' }
  const warned = `${text}一个工作日后仍未办理的，将提请工信局督办。`
  return [{ to: managers, subject, text: warned, urgent: true }, toEnterprise(`${bankName ?? '银行'}的负责人`)]

  function toEnterprise(whom: string): Message {
    return { to: enterpriseOf(application), subject, text: `“${what}”${until(step)}，已超时限，已提醒${whom}。` }
  }
}

function onEscalation(application: Application, step: Step, before: number, now: Date): readonly Message[] {
  const { bankId, bankName, isSample } = application
  if (bankId === null) return []
  const what = STEP_NAMES[step.name]
  const days = workingDaysBetween(step.dueOn, chinaDay(now)).days
  const over = `的“${what}”${until(step)}，已超时限 ${days} 个工作日`
  const fact = `${bankName ?? '银行'}${over}`
  // The bureau's pages of escalations do not name the bank of a sample: nobody asked anything of that bank.
  const toBureau = isSample ? `银行${over}` : fact
  const subject = `“${what}”超时限，提请督办`
  const managers: Recipient = { kind: 'bank', id: bankId, role: 'manager' }
  const asked = `请尽快办理，并最迟 ${formatDate(lastDayToExplain(now))} 在申请页面说明原因和办完的日期。`
  const messages: readonly Message[] = [
    { to: bureau, subject, text: `${toBureau}，提请工信局督办。`, urgent: true },
    { to: managers, subject, text: `${fact}，已提请工信局督办。${asked}`, urgent: true },
  ]
  if (before >= 2) return messages
  // The portal was down when the limit passed: the enterprise, which was not notified then, learns of both.
  return [
    ...messages,
    { to: enterpriseOf(application), subject, text: `${fact}，已提醒该行负责人，并已提请工信局督办。` },
  ]
}

function onOffer(
  application: Application,
  { dueOn }: Step,
  name: 'choice-soon' | 'choice-over' | 'offer-soon',
): readonly Message[] {
  const { bankId, bankName, offer } = application
  const whose = `${bankName ?? '银行'}的初步方案`
  const valid = `有效到 ${formatDate(offer?.terms.validUntil ?? dueOn)}`
  const to = enterpriseOf(application)
  if (name === 'offer-soon') {
    const text = `${whose}${valid}，请在此之前选定，或与银行商量延长。`
    return [{ to, subject: '方案即将到期', text, urgent: true }]
  }
  if (name === 'choice-soon') {
    const text = `请在 ${formatDate(dueOn)} 之前选定方案。${whose}${valid}。`
    return [{ to, subject: '选择方案的时限将到', text }]
  }
  const subject = '选择方案已超时限'
  const text = `选择方案的时限是 ${formatDate(dueOn)}，现在已过。${whose}${valid}，在此之前仍可选定。`
  return [
    { to, subject, text, urgent: true },
    ...(bankId === null ? [] : [{ to: officerOf(bankId, application), subject, text }]),
  ]
}
