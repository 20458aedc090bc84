import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import type { FormFault } from '../web/form.js'
import { formatInstant } from '../kernel/format-instant.js'
import { MOVES, STATE_NAMES, titleOf, type Action } from './state-table.js'
import type { Syndicate, SyndicateMove } from './syndicate.js'

const lastSentence = (last: SyndicateMove | null) =>
  last === null
    ? ''
    : `最近一次变动：${formatInstant(last.at)}，${last.by.organisation}${last.by.name}，${titleOf(last.action)}。`

const wayBack = ({ id }: Syndicate) => [{ href: paths.syndicate({ id }), text: '查看银团最新进度' }]

/** The table does not allow this move from where the syndicate stands. */
export class SyndicateMoveRefused extends PageError {
  constructor(action: Action, syndicate: Syndicate, last: SyndicateMove | null) {
    super(
      409,
      '这一步现在不能办理',
      `“${MOVES[action].title}”没有办成：这个银团现在是“${STATE_NAMES[syndicate.state]}”。${lastSentence(last)}没有任何内容被改动。`,
      wayBack(syndicate),
    )
  }
}

/** Somebody was faster: who, when and what. */
export class SyndicateOvertaken extends PageError {
  constructor(syndicate: Syndicate, last: SyndicateMove | null) {
    super(
      409,
      '有人先办理了这个银团',
      `您打开页面之后，这个银团已经变动，现在是“${STATE_NAMES[syndicate.state]}”。${lastSentence(last)}您刚才提交的内容没有保存，请看过最新进度后再办理。`,
      wayBack(syndicate),
    )
  }
}

/** What was filled in does not fit the syndicate as it stands: every fault with its field. Nothing was changed. */
export class Unfit extends Error {
  constructor(readonly faults: readonly FormFault[]) {
    super(faults.map(({ message }) => message).join('；'))
  }
}
