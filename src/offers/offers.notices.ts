import type { Application } from '../applications/index.js'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'

/**
 * To the enterprise: a chosen bank ended without a contract, and what the enterprise can do.
 * @param reopened whether the request is back in the hall
 */
export const choiceFailedNotice = (
  { id, enterpriseId, requestId, title }: Application,
  reason: string,
  reopened: boolean,
): Tell => ({
  to: { kind: 'enterprise', id: enterpriseId },
  subject: `${reason}，接下来可以怎么办：${title}`,
  text: [
    `${reason}。`,
    ...(reopened
      ? [
          '需求已经回到需求大厅，还没有办理过的银行可以认领；不再需要时可以撤回。',
          // The hall reserves the share of the need, and a bank that had a place may not bid again.
          '要向此前因选定方案而撤回的银行再次申请，请先撤回大厅的申请；名单见方案比较页。',
        ]
      : ['此前因选定方案而撤回的银行可以再次申请，名单见方案比较页。']),
  ].join('\n'),
  href: paths.enterpriseRequestOffers({ id: requestId }),
  about: { kind: 'application', id },
})
