import type { ClientSession } from 'mongoose'
import { formatDate, type LawDate } from '../kernel/dates.js'
import type { Notices } from '../notices/index.js'
import { paths } from '../paths.js'
import { type Agreement, agreementStatus, bankText, URGENT_DAYS, WARNING_DAYS } from './rules/agreement.js'

/**
 * Notifies the bureau of agreements that expire within 90 days, and again within 30. The key of a notice prevents a
 * repetition when the job runs again. Samples are left out. Returns how many agreements expire soon.
 */
export async function warnOfExpiry(
  session: ClientSession,
  notices: Pick<Notices, 'tell'>,
  agreements: readonly Agreement[],
  today: LawDate,
): Promise<number> {
  const near = agreements.flatMap((agreement) => {
    const standing = agreementStatus(agreement, today)
    return agreement.isSample || standing.kind !== 'expiring' ? [] : [{ agreement, standing }]
  })
  const messages = near.map(({ agreement: { id, title, until, bankName }, standing: { daysLeft, urgent } }) => ({
    to: { kind: 'bureau', id: 'bureau' } as const,
    subject: '授信协议将要到期',
    text: `${bankText({ bankName })}“${title}”${until === null ? '' : `于 ${formatDate(until)} 到期，`}还有 ${daysLeft} 天。`,
    href: paths.agreement({ id }),
    about: { kind: 'agreement', id },
    key: `agreement-expiry-${id}-${until ?? ''}-${urgent ? URGENT_DAYS : WARNING_DAYS}`,
    urgent,
  }))
  await notices.tell(session, messages)
  return near.length
}
