import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { formatInstant } from '../kernel/format-instant.js'
import { roles } from '../kernel/roles.js'
import { centreMenu } from '../menus.js'
import { paths } from '../paths.js'
import { currentUser } from '../web/current-user.js'
import { NotFound } from '../web/errors.js'
import { readForm } from '../web/form.js'
import { page } from '../web/page.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import { idParam } from '../web/request-params.js'
import type { Site } from '../web/route.js'
import { csrfToken } from '../web/security/index.js'
import type { Mail } from './mail.js'
import { fullText, type MessageState } from './message.js'
import { listedTo } from './notice.store.js'
import type { Notices } from './notices.service.js'

type Inbox = Pick<Notices, 'list' | 'markRead'>

/** The inbox of everybody who signs in, and the outbox of mails for the centre. */
export function noticesRoutes(site: Site, { notices, mail }: { readonly notices: Inbox; readonly mail: Mail }): void {
  site
    .get(paths.notices.pattern, { role: roles, audit: 'NOTICES_READ' }, showInbox(notices))
    .post(paths.noticesRead.pattern, { role: roles, audit: 'NOTICES_MARKED_READ' }, markAllRead(notices))
    .post(paths.noticeRead.pattern, { role: roles, audit: 'NOTICE_MARKED_READ' }, markRead(notices))
    .get(paths.outbox.pattern, { role: 'administrator', audit: 'OUTBOX_READ' }, showOutbox(mail))
    .get(paths.outboxMessage.pattern, { role: 'administrator', audit: 'OUTBOX_MESSAGE_READ' }, showMessage(mail))
}

/** Middleware: counts the unread notices of the signed-in person, for the header of the page. */
export const countUnread =
  (notices: Pick<Notices, 'unread'>): RequestHandler =>
  async (req, res, next) => {
    if (req.user) res.locals.unreadNotices = await notices.unread(req.user)
    next()
  }

const INBOX_PAGE = 20

const showInbox = (notices: Inbox) => async (req: Request, res: Response) => {
  const unread = req.query.state === 'unread'
  const number = pageNumberIn(req.query.page)
  const slice = { skip: (number - 1) * INBOX_PAGE, limit: INBOX_PAGE, unread }
  const { notices: found, total } = await notices.list(currentUser(req), slice)
  const state = unread ? 'unread' : undefined
  page(res, 'notices/inbox', {
    title: '消息',
    indexed: false,
    csrf: csrfToken(req),
    unread,
    total: total < listedTo ? `共 ${total} 条` : `最近 ${listedTo} 条`,
    filters: [
      { text: '全部', href: paths.notices({}), current: !unread },
      { text: '未读', href: paths.notices({}, { state: 'unread' }), current: unread },
    ],
    allRead: paths.noticesRead({}),
    rows: found.map((notice) => ({
      subject: notice.subject,
      lines: notice.text.split('\n'),
      urgent: notice.urgent,
      unread: notice.unread,
      at: formatInstant(notice.at),
      action: paths.noticeRead({ id: notice.id }, { state, page: number === 1 ? undefined : number }),
    })),
    pages: pagesOf(number, INBOX_PAGE, total, (page) => paths.notices({}, { state, page })),
  })
}

const markAllRead = (notices: Inbox) => async (req: Request, res: Response) => {
  await notices.markRead(currentUser(req), 'all')
  res.redirect(303, paths.notices({}))
}

/** `open` leads on to what the notice is about, anything else back to the list. */
const thenSchema = z.strictObject({ then: z.enum(['open', 'stay']).default('stay') })

const markRead = (notices: Inbox) => async (req: Request, res: Response) => {
  const notice = await notices.markRead(currentUser(req), idParam(req))
  if (!notice) throw new NotFound('没有这条消息。')
  const form = readForm(thenSchema, req.body)
  const state = req.query.state === 'unread' ? 'unread' : undefined
  const back = paths.notices(
    {},
    { state, page: req.query.page === undefined ? undefined : pageNumberIn(req.query.page) },
  )
  res.redirect(303, form.ok && form.value.then === 'open' ? notice.href : back)
}

const OUTBOX_PAGE = 50
const stateNames: Readonly<Record<MessageState, string>> = {
  waiting: '待发送',
  sent: '已发送',
  kept: '未外发，待转交',
  failed: '发送失败',
}

const showOutbox = (mail: Mail) => async (req: Request, res: Response) => {
  const state = stateIn(req.query.state)
  const number = pageNumberIn(req.query.page)
  const { messages, total } = await mail.outbox.list(state, { skip: (number - 1) * OUTBOX_PAGE, limit: OUTBOX_PAGE })
  page(res, 'notices/outbox', {
    title: '发件箱',
    indexed: false,
    desk: centreMenu('outbox'),
    leaves: mail.hasServer,
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
    pages: pagesOf(number, OUTBOX_PAGE, total, (page) => paths.outbox({}, { state: state ?? undefined, page })),
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
