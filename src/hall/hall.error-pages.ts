import type { FieldFault } from '../kernel/field-fault.js'
import { formatInstant } from '../kernel/format-instant.js'
import { paths } from '../paths.js'
import { Invalid, NotFound, PageError, type ErrorPages } from '../web/errors.js'

const hallLinks = (requestId: string) => [
  { href: paths.hallRequest({ id: requestId }), text: '查看这项需求' },
  { href: paths.hall({}), text: '回到需求大厅' },
]

type ClosedWindow = {
  readonly requestId: string
  readonly closesAt: Date
  readonly closedAt: Date | null
  readonly isVoid: boolean
}

function windowClosed({ requestId, closesAt, closedAt, isVoid }: ClosedWindow): PageError {
  const allocation = closedAt === null ? '，名额正在分配' : `，名额已于 ${formatInstant(closedAt)} 分配`
  const what = isVoid
    ? `这项需求已于 ${formatInstant(closedAt ?? closesAt)} 离开需求大厅。`
    : `认领已于 ${formatInstant(closesAt)} 由平台截止${allocation}。`
  const message = `${what}您提交的内容没有保存。名额再次空出时会重新接受认领。`
  return new PageError(409, '认领已经截止', message, hallLinks(requestId))
}

type ChangedBid = {
  readonly requestId: string
  readonly by: string
  readonly at: Date
  readonly isWithdrawn: boolean
}

function bidChanged({ requestId, by, at, isWithdrawn }: ChangedBid): PageError {
  const what = isWithdrawn ? '撤回了贵行的认领' : '提交了贵行的认领'
  return new PageError(
    409,
    '同事先办理了这次认领',
    `您打开页面之后，${by}已于 ${formatInstant(at)} ${what}。一家银行只有一份认领；您刚才提交的内容没有保存，请看过后再修改。`,
    hallLinks(requestId),
  )
}

/** The pages for the refusals of the hall. */
export const hallErrorPages = {
  'hall.window-closed': windowClosed,
  'hall.bid-changed': bidChanged,
  'hall.has-place': (data: { readonly id: string; readonly requestId: string; readonly submittedAt: Date }) =>
    new PageError(
      409,
      '贵行已经办理过这项需求',
      `贵行已于 ${formatInstant(data.submittedAt)} 获得这项需求的名额，不能再次认领。`,
      [{ href: paths.application({ id: data.id }), text: '查看这份申请' }, ...hallLinks(data.requestId)],
    ),
  'hall.no-free-place': (data: { readonly id: string; readonly number: string; readonly places: number }) =>
    new PageError(
      409,
      '名额已经分给其他银行',
      `这项需求的 ${data.places} 个名额现在都有银行在办理，不能重新审查。没有任何内容被改动。`,
      [{ href: paths.application({ id: data.id }), text: `查看申请 ${data.number}` }],
    ),
  'hall.dispatch-refused': ({ faults }: { readonly faults: readonly FieldFault[] }) =>
    new Invalid(faults.map(({ field, message }) => ({ path: field, message }))),
  'hall.not-in-hall': () => new NotFound('这不是需求大厅的申请。'),
  'hall.product-unsuitable': () => new NotFound('这不是贵行可以用于这项需求的产品。'),
  'hall.no-bid': () => new NotFound('贵行没有认领这项需求。'),
  'hall.no-place': () => new NotFound('贵行没有这项需求的名额。'),
} satisfies ErrorPages
