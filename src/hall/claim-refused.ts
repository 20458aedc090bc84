import type { Application } from '../applications/index.js'
import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { formatInstant } from '../kernel/format-instant.js'
import type { ClaimWindow } from './claim-window.js'
import type { Claim } from './claim.js'

const wayBack = (requestId: string) => [
  { href: paths.hallRequest({ id: requestId }), text: '查看这项需求' },
  { href: paths.hall({}), text: '回到需求大厅' },
]

/** The window has closed: who closed it and when. */
export class ClaimsClosed extends PageError {
  constructor({ requestId, closesAt, closedAt, state }: ClaimWindow) {
    const what =
      state === 'void'
        ? `这项需求已于 ${formatInstant(closedAt ?? closesAt)} 离开需求大厅。`
        : `认领已于 ${formatInstant(closesAt)} 由平台截止${closedAt === null ? '，名额正在分配' : `，名额已于 ${formatInstant(closedAt)} 分配`}。`
    super(409, '认领已经截止', `${what}您提交的内容没有保存。名额再次空出时会重新接受认领。`, wayBack(requestId))
  }
}

/** A colleague was faster: one bank has one claim. */
export class ClaimOvertaken extends PageError {
  constructor({ requestId, by, at, state }: Claim) {
    const what = state === 'withdrawn' ? '撤回了贵行的认领' : '提交了贵行的认领'
    super(
      409,
      '同事先办理了这次认领',
      `您打开页面之后，${by.name}已于 ${formatInstant(at)} ${what}。一家银行只有一份认领；您刚才提交的内容没有保存，请看过后再修改。`,
      wayBack(requestId),
    )
  }
}

/** The bank has or had a place on this request. */
export class AlreadyPlaced extends PageError {
  constructor({ id, requestId, submittedAt }: Application) {
    super(409, '贵行已经办理过这项需求', `贵行已于 ${formatInstant(submittedAt)} 获得这项需求的名额，不能再次认领。`, [
      { href: paths.application({ id }), text: '查看这份申请' },
      ...wayBack(requestId),
    ])
  }
}
