import { NotFound, PageError, type ErrorPages } from '../web/errors.js'

/** The pages for the domain errors of this room. */
export const centreErrorPages = {
  'centre.announcement-not-found': () => new NotFound('没有这条公告，可能已经撤下。'),
  'centre.announcement-published': () => new PageError(409, '没有保存', '已发布的公告要先撤下才能修改。'),
  'centre.announcement-moved': () => new PageError(409, '没有保存', '这条公告的状态已经变了，请刷新后查看。'),
} satisfies ErrorPages
