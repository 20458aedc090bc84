import type { FieldFault } from '../kernel/field-fault.js'
import { formatInstant } from '../kernel/format-instant.js'
import { Invalid, NotFound, PageError, type ErrorPages } from '../web/errors.js'
import { moveTitle, SYNDICATE_MOVES, SYNDICATE_STATE_NAMES } from './rules/state-table.js'
import type { Syndicate, SyndicateMove } from './rules/syndicate.js'
import { syndicatePaths } from './syndicates.paths.js'
import type { SyndicateMoveRefusal } from './use-cases/move-syndicate.js'

const lastMoveText = (last: SyndicateMove | null) =>
  last === null
    ? ''
    : `最近一次变动：${formatInstant(last.at)}，${last.by.organisation}${last.by.name}，${moveTitle(last.action)}。`

const linkTo = ({ id }: Pick<Syndicate, 'id'>) => [{ href: syndicatePaths.syndicate({ id }), text: '查看银团最新进度' }]

/** The pages for the refusals of this room. */
export const syndicateErrorPages = {
  'syndicate.not-found': () => new NotFound('没有这个银团。'),
  'syndicate.no-application': () => new NotFound('本行没有在办的这份申请。'),
  'syndicate.move-refused': ({ id, state, action, last }: SyndicateMoveRefusal) =>
    new PageError(
      409,
      '这一步现在不能办理',
      `“${SYNDICATE_MOVES[action].title}”没有办成：这个银团现在是“${SYNDICATE_STATE_NAMES[state]}”。${lastMoveText(last)}没有任何内容被改动。`,
      linkTo({ id }),
    ),
  'syndicate.changed': ({ id, state, last }: Omit<SyndicateMoveRefusal, 'action'>) =>
    new PageError(
      409,
      '有人先办理了这个银团',
      `您打开页面之后，这个银团已经变动，现在是“${SYNDICATE_STATE_NAMES[state]}”。${lastMoveText(last)}您刚才提交的内容没有保存，请看过最新进度后再办理。`,
      linkTo({ id }),
    ),
  'syndicate.invalid-input': ({ faults }: { readonly faults: readonly FieldFault[] }) =>
    new Invalid(faults.map(({ field, message }) => ({ path: field, message }))),
} satisfies ErrorPages
