import type { ClientSession } from 'mongoose'
import type { Application } from '../applications/index.js'
import type { ReviewContext } from './review.context.js'
import { NotNow } from './not-now.js'

/**
 * A refused application is reviewed again only while the bank may see what it reviews, and while the enterprise still
 * wants it: consent holds, and the request was not taken back from the hall.
 * @throws NotNow
 */
export async function requireReopenable(
  { applications, requests }: Pick<ReviewContext, 'applications' | 'requests'>,
  session: ClientSession,
  application: Application,
): Promise<void> {
  const { bankId, requestId } = application
  const brothers = await applications.ofRequest('all', requestId, session)
  if (brothers.some(({ kind, state }) => kind === 'hall' && state === 'withdrawn')) {
    throw new NotNow(application, '重新审查', '企业已经撤回这次大厅申请，请与企业商量后由企业重新申请。')
  }
  const scopes = bankId === null ? [] : await requests.scopesFor(bankId, requestId, session)
  if (scopes.length === 0) {
    const why = '企业的授权已经收回或到期，贵行看不到申请的资料，请与企业商量后由企业重新申请。'
    throw new NotNow(application, '重新审查', why)
  }
}
