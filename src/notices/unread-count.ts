import type { RequestHandler } from 'express'
import type { Notices } from './notices-service.js'

/** Counts what the person who is signed in has not read, for the header of the page: one look into one index. */
export const countUnread =
  (notices: Pick<Notices, 'unread'>): RequestHandler =>
  async (req, res, next) => {
    if (req.user) res.locals.unreadNotices = await notices.unread(req.user)
    next()
  }
