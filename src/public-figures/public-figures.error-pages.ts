import { NotFound, type ErrorPages } from '../web/errors.js'

/** How the refusals of this room are worded. */
export const publicFigureErrorPages = {
  'public-figure.not-found': () => new NotFound('没有这个数字，可能已经撤回。'),
} satisfies ErrorPages
