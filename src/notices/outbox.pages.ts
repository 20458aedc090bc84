import type { Request, Response } from 'express'
import { paths } from '../paths.js'
import { idParam } from '../web/request-params.js'
import { centreMenu } from '../menus.js'
import { NotFound } from '../web/errors.js'
import { page } from '../web/page.js'
import type { Site } from '../web/route.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import type { Mail } from './mail.js'
import { fullText, type MessageState } from './message.js'
import { formatInstant } from '../kernel/format-instant.js'

const size = 50
const stateNames: Readonly<Record<MessageState, string>> = {
  waiting: '待发送',
  sent: '已发送',
  kept: '未外发，待转交',
  failed: '发送失败',
}

/** The outbox of the centre. */
export function noticesRoutes(site: Site, { mail }: { readonly mail: Mail }): void {
  site
    .get(paths.outbox.pattern, { role: 'administrator', audit: 'OUTBOX_READ' }, showOutbox(mail))
    .get(paths.outboxMessage.pattern, { role: 'administrator', audit: 'OUTBOX_MESSAGE_READ' }, showMessage(mail))
}

const showOutbox = (mail: Mail) => async (req: Request, res: Response) => {
  const state = stateIn(req.query.state)
  const number = pageNumberIn(req.query.page)
  const { messages, total } = await mail.outbox.list(state, { skip: (number - 1) * size, limit: size })
  page(res, 'notices/outbox', {
    title: '发件箱',
    indexed: false,
    desk: centreMenu('outbox'),
    leaves: mail.leaves,
    state,
    states: Object.entries(stateNames).map(([value, name]) => ({ value, name, selected: value === state })),
    total,
    rows: messages.map((message) => ({
      href: paths.outboxMessage({ id: message.id }),
      to: message.to,
      subject: message.subject,
      state: stateNames[message.state],
      at: formatInstant(message.createdAt),
    })),
    pages: pagesOf(number, size, total, (page) => paths.outbox({}, { state: state ?? undefined, page })),
  })
}

const showMessage = (mail: Mail) => async (req: Request, res: Response) => {
  const message = await mail.outbox.find(idParam(req))
  if (!message) throw new NotFound('没有这封邮件，或已超过 90 天。')
  page(res, 'notices/message', {
    title: message.subject,
    indexed: false,
    desk: centreMenu('outbox'),
    to: message.to,
    state: stateNames[message.state],
    at: formatInstant(message.createdAt),
    sentAt: message.sentAt && formatInstant(message.sentAt),
    attempts: message.attempts,
    error: message.error,
    // A link opens an account: while a mail server delivers it, nobody but the addressee gets to see it.
    text: fullText(message.state === 'kept' ? message : { ...message, link: null }),
  })
}

function stateIn(value: unknown): MessageState | null {
  return typeof value === 'string' && value in stateNames ? (value as MessageState) : null
}
