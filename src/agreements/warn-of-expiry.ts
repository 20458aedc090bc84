import type { ClientSession } from 'mongoose'
import { formatDate, type LawDate } from '../kernel/dates.js'
import type { Notices } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Agreement } from './agreement.js'
import { bankText } from './agreement.views.js'
import { standingOf, URGENT_DAYS, WARNING_DAYS } from './expiry.js'

/**
 * Tells the bureau of agreements that run out within 90 days, and once more within 30; each is told once, also when the
 * work is done again. Samples warn on their page alone. Returns how many are near their end.
 */
export async function warnOfExpiry(
  session: ClientSession,
  notices: Pick<Notices, 'tell'>,
  agreements: readonly Agreement[],
  today: LawDate,
): Promise<number> {
  const near = agreements.flatMap((agreement) => {
    const standing = standingOf(agreement, today)
    return agreement.isSample || standing.kind !== 'expiring' ? [] : [{ agreement, standing }]
  })
  const told = near.map(({ agreement: { id, title, until, bankName }, standing: { daysLeft, urgent } }) => ({
    to: { kind: 'bureau', id: 'bureau' } as const,
    subject: '授信协议将要到期',
    text: `${bankText({ bankName })}“${title}”${until === null ? '' : `于 ${formatDate(until)} 到期，`}还有 ${daysLeft} 天。`,
    href: paths.agreement({ id }),
    about: { kind: 'agreement', id },
    key: `agreement-expiry-${id}-${until ?? ''}-${urgent ? URGENT_DAYS : WARNING_DAYS}`,
    urgent,
  }))
  await notices.tell(session, told)
  return near.length
}
