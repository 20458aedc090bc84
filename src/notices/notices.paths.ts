import { path } from '../web/path.js'

export const noticePaths = {
  notices: path('/notices'),
  noticesRead: path('/notices/read'),
  noticeRead: path('/notices/:id/read'),
  outbox: path('/outbox'),
  outboxMessage: path('/outbox/:id'),
} as const
