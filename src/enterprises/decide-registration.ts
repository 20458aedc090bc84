import { inTransaction } from '../db/index.js'
import { PageError } from '../web/errors.js'
import { changeEnterprise, type Change } from './change-enterprise.js'
import type { Actor, Context } from './context.js'
import type { Enterprise } from './enterprise.js'

/** The part of the record that decisions of the centre belong to. */
const PART = 'status'

/** The centre approves an enterprise that waits. @throws PageError 409 when it does not wait. */
export function approve(context: Context, id: string, by: Actor): Promise<Enterprise> {
  return decide(context, id, by, (enterprise) => ({
    next: { ...enterprise, status: 'approved', returnedReason: null },
    part: PART,
    event: 'ENTERPRISE_APPROVED',
  }))
}

/** The centre sends an enterprise back with a reason that its owner reads. @throws PageError 409 when it does not wait. */
export function returnWith(context: Context, id: string, reason: string, by: Actor): Promise<Enterprise> {
  return decide(context, id, by, (enterprise) => ({
    next: { ...enterprise, status: 'returned', returnedReason: reason },
    part: PART,
    event: 'ENTERPRISE_RETURNED',
  }))
}

function decide(
  context: Context,
  id: string,
  by: Actor,
  change: (enterprise: Enterprise) => Change,
): Promise<Enterprise> {
  return inTransaction(context.connection, (session) =>
    changeEnterprise(context, session, id, by, (enterprise) => {
      if (enterprise.status !== 'pending')
        throw new PageError(409, '已经办理过了', '这家企业不在待审核状态，请刷新列表。')
      return change(enterprise)
    }),
  )
}

/** The owner mends what the centre named and hands the registration in again, with the name put right if need be. */
export function resubmit(context: Context, id: string, name: string, by: Actor): Promise<Enterprise> {
  return inTransaction(context.connection, (session) =>
    changeEnterprise(context, session, id, by, (enterprise) => {
      if (enterprise.status !== 'returned') throw new PageError(409, '不需要重新提交', '企业信息不在退回状态。')
      const next = { ...enterprise, name, status: 'pending' as const, returnedReason: null }
      return { next, part: PART, event: 'ENTERPRISE_RESUBMITTED', detail: { renamed: name !== enterprise.name } }
    }),
  )
}
