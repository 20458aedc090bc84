import type { Recipient, Tell } from '../../notices/index.js'
import type { Accounts } from './people.js'

const DAY_MS = 86_400_000
/** How far back the inbox of somebody who looks at the demonstration reaches. */
const INBOX_DAYS = 60

/**
 * Which notices of the history somebody can read: those of its last weeks to people of the demonstration. All others
 * are to people who never were.
 * @param end the instant at which the history ends
 */
export function audienceOf(accounts: Accounts, end: Date): (tell: Pick<Tell, 'to'>, at: Date) => boolean {
  const since = end.getTime() - INBOX_DAYS * DAY_MS
  const people = Object.values(accounts).filter((person) => person !== null)
  const isHere = ({ kind, id, accountId }: Recipient) =>
    people.some(
      (person) =>
        person.organisation.kind === kind &&
        person.organisation.id === id &&
        (accountId === undefined || accountId === person.id),
    )
  return ({ to }, at) => at.getTime() >= since && isHere(to)
}
