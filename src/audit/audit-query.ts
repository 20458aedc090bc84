import { isLawDate, chinaMidnight } from '../kernel/dates.js'
import { roles } from '../kernel/roles.js'
import type { AuditFilter } from './audit.store.js'

/** The filters of the page as they stand in its address. */
export type AuditQuery = Readonly<
  Record<'name' | 'role' | 'account' | 'organisation' | 'kind' | 'subject' | 'from' | 'to', string>
>

const dayMs = 86_400_000

/** Reads the query of the address. An invalid filter is left out and named in `remarks`. Days are days in China. */
export function readAuditQuery(query: Readonly<Record<string, unknown>>): {
  query: AuditQuery
  filter: AuditFilter
  remarks: readonly string[]
} {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 100) : '')
  const from = text('from')
  const to = text('to')
  const read: AuditQuery = {
    name: /^[A-Z_]{0,60}$/.test(text('name')) ? text('name') : '',
    role: [...roles, 'visitor', 'system'].includes(text('role')) ? text('role') : '',
    account: text('account'),
    organisation: text('organisation'),
    kind: text('kind'),
    subject: text('subject'),
    from: isLawDate(from) ? from : '',
    to: isLawDate(to) ? to : '',
  }
  const remarks = [
    ...(from !== read.from ? ['起始日期无法识别，没有使用'] : []),
    ...(to !== read.to ? ['截止日期无法识别，没有使用'] : []),
  ]
  return { query: read, filter: filterOf(read), remarks }
}

function filterOf({ name, role, account, organisation, kind, subject, from, to }: AuditQuery): AuditFilter {
  const midnight = (day: string) => chinaMidnight(day)
  return {
    ...(name && { name }),
    ...(role && { role }),
    ...(account && { accountId: account }),
    ...(organisation && { organisationId: organisation }),
    ...(kind && { subjectKind: kind }),
    ...(subject && { subjectId: subject }),
    ...(from && { from: midnight(from) }),
    ...(to && { to: new Date(midnight(to).getTime() + dayMs) }),
  }
}
