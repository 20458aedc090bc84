import { NotFound, PageError, type ErrorPages } from '../web/errors.js'

/** How the refusals of this room are worded. */
export const registerErrorPages = {
  'register-entry.not-found': () => new NotFound('名录中没有这一条，可能已经移除。'),
  'register-import.not-found': () => new NotFound('没有这次导入。'),
  'register-import.already-settled': () =>
    new PageError(409, '这次导入已经办理过了', '它不在等待写入的状态，请刷新后查看。'),
} satisfies ErrorPages
