import { STATE_NAMES, type Application, type Proposal } from '../applications/index.js'
import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { formatInstant } from '../kernel/format-instant.js'

const back = ({ id, number }: Application) => [{ href: paths.bankApplication({ id }), text: `查看申请 ${number}` }]

/** The application stands where this cannot be done. `why` is a sentence that says what to do instead. */
export class NotNow extends PageError {
  constructor(application: Application, what: string, why: string) {
    const state = `这份申请现在是“${STATE_NAMES[application.state]}”。`
    super(409, '这一步现在不能办理', `“${what}”没有办成：${state}${why}没有任何内容被改动。`, back(application))
  }
}

/** What a colleague proposed has to be settled first, by a manager who is somebody else. */
export class ProposalWaits extends PageError {
  constructor(application: Application, { by, byId, at }: Proposal, user: Express.User) {
    const who = byId === user.id ? '您自己' : by
    const way =
      byId === user.id
        ? '提出意见的人不能审批自己的意见，请由另一位审批经理审批；要改意见，请先收回。'
        : '请等审批经理审批或退回。'
    super(
      409,
      '已有待审批的意见',
      `${formatInstant(at)}，${who}提出了审批意见，还没有审批。${way}您刚才提交的内容没有保存。`,
      back(application),
    )
  }
}

/** Nothing waits for a manager: it was settled or taken back in the meantime, or there never was anything. */
export class NothingProposed extends PageError {
  constructor(application: Application) {
    super(
      409,
      '没有待审批的意见',
      `这份申请没有等待审批的意见，可能已经审批、退回或收回。现在是“${STATE_NAMES[application.state]}”。`,
      back(application),
    )
  }
}
