import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../paths.js'
import { idParam } from '../web/request-params.js'
import { currentUser } from '../web/current-user.js'
import { NotFound } from '../web/errors.js'
import { readForm } from '../web/form.js'
import { formatInstant } from '../kernel/format-instant.js'
import { page } from '../web/page.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import { roles } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { csrfToken } from '../web/security/index.js'
import { listedTo } from './notice.store.js'
import type { Notices } from './notices-service.js'

const size = 20
type Inbox = { readonly notices: Pick<Notices, 'list' | 'markRead'> }

/** The inbox of everybody who signs in. */
export function inboxRoutes(site: Site, { notices }: Inbox): void {
  site
    .get(paths.notices.pattern, { role: roles, audit: 'NOTICES_READ' }, showInbox(notices))
    .post(paths.noticesRead.pattern, { role: roles, audit: 'NOTICES_MARKED_READ' }, markAllRead(notices))
    .post(paths.noticeRead.pattern, { role: roles, audit: 'NOTICE_MARKED_READ' }, markRead(notices))
}

const showInbox = (notices: Inbox['notices']) => async (req: Request, res: Response) => {
  const unread = req.query.state === 'unread'
  const number = pageNumberIn(req.query.page)
  const slice = { skip: (number - 1) * size, limit: size, unread }
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
    pages: pagesOf(number, size, total, (page) => paths.notices({}, { state, page })),
  })
}

const markAllRead = (notices: Inbox['notices']) => async (req: Request, res: Response) => {
  await notices.markRead(currentUser(req), 'all')
  res.redirect(303, paths.notices({}))
}

/** `open` leads on to what the notice is about, anything else back to the list. */
const thenSchema = z.strictObject({ then: z.enum(['open', 'stay']).default('stay') })

const markRead = (notices: Inbox['notices']) => async (req: Request, res: Response) => {
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
