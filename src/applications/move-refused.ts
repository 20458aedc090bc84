import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { formatInstant } from '../kernel/format-instant.js'
import type { Application, MoveRecord } from './application.js'
import { MOVES, STATE_NAMES, type Action, type State } from './state-table.js'

const lastSentence = (last: MoveRecord | null) =>
  last === null ? '' : `最近一次变动：${formatInstant(last.at)}，${last.by.name}，${titleOf(last.action, last.from)}。`

/** What a recorded move is called: a refusal by where the application stood, for a bank that never took it approves nothing. */
export function titleOf(action: string, from?: State): string {
  if (action === 'decline' && from !== undefined) return from === 'submitted' ? '不予受理' : '审批不通过'
  return action in MOVES ? MOVES[action as Action].title : action
}

const wayBack = ({ id, number }: Application) => [
  { href: paths.application({ id }), text: `查看申请 ${number} 的最新进度` },
]

/** The table does not allow this move from where the application stands. */
export class MoveRefused extends PageError {
  constructor(
    readonly action: Action,
    application: Application,
    last: MoveRecord | null,
  ) {
    super(
      409,
      '这一步现在不能办理',
      `“${titleOf(action, application.state)}”没有办成：这份申请现在是“${STATE_NAMES[application.state]}”。${lastSentence(last)}没有任何内容被改动。`,
      wayBack(application),
    )
  }
}

/** What was sent does not say of which version of the page it is: whether somebody was faster cannot be told. */
class WithoutVersion extends PageError {
  constructor(application: Application) {
    super(
      409,
      '表单不完整，没有保存',
      `这次提交没有说明是从哪一版页面填的，可能是页面没有完整打开，或者打开得太早。申请没有变动，现在是“${STATE_NAMES[application.state]}”；您刚才提交的内容没有保存，请重新打开申请再办理。`,
      wayBack(application),
    )
  }
}

/**
 * Refuses a form that was filled in on an older page. @param shown the version that the form showed; undefined where no
 * form was shown, and below 1, which no application has, where the form does not say.
 * @throws WithoutVersion, Overtaken
 */
export function refuseOvertaken(shown: number | undefined, application: Application, last: MoveRecord | null): void {
  if (shown === undefined || shown === application.version) return
  if (shown < 1) throw new WithoutVersion(application)
  throw new Overtaken(application, last)
}

/** Somebody was faster: who, when and what. */
export class Overtaken extends PageError {
  constructor(application: Application, last: MoveRecord | null) {
    super(
      409,
      '有人先办理了这份申请',
      `您打开页面之后，这份申请已经变动，现在是“${STATE_NAMES[application.state]}”。${lastSentence(last)}您刚才提交的内容没有保存，请看过最新进度后再办理。`,
      wayBack(application),
    )
  }
}
