import { isStaff, type Role } from '../../kernel/roles.js'

const minute = 60_000
export const absoluteMs = 12 * 60 * minute
export const staffIdleMs = 30 * minute
/** A visit is written at most this often, so that not every page writes to the database. */
export const visitWrittenMs = minute
/** How long the code may be asked for after the password. */
export const pendingMs = 10 * minute

type Times = { readonly signedInAt?: number | undefined; readonly seenAt?: number | undefined }

/** Whether a session is over: twelve hours after signing in, for staff also after thirty minutes without a visit. */
export function isOver({ signedInAt, seenAt }: Times, role: Role, at: Date): boolean {
  if (signedInAt === undefined || seenAt === undefined) return true
  const time = at.getTime()
  return time - signedInAt >= absoluteMs || (isStaff(role) && time - seenAt >= staffIdleMs)
}
