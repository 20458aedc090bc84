import { NotFound, type ErrorPages } from '../web/errors.js'

/** How the refusals of this room are worded. */
export const agreementErrorPages = {
  'agreement.not-found': () => new NotFound('没有这份协议。'),
} satisfies ErrorPages
