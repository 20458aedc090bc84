import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { instantText } from '../web/instant-text.js'
import type { Application, MoveRecord } from './application.js'
import { MOVES, STATE_NAMES, type Action } from './state-table.js'

const lastSentence = (last: MoveRecord | null) =>
  last === null ? '' : `最近一次变动：${instantText(last.at)}，${last.by.name}，${titleOf(last.action)}。`

/** What a recorded move is called. */
export const titleOf = (action: string): string => (action in MOVES ? MOVES[action as Action].title : action)

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
      `“${MOVES[action].title}”没有办成：这份申请现在是“${STATE_NAMES[application.state]}”。${lastSentence(last)}没有任何内容被改动。`,
      wayBack(application),
    )
  }
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
