import { NotFound, type ErrorPages } from '../web/errors.js'

/** How the refusals of this room are worded. */
export const projectListErrorPages = {
  'project.not-found': () => new NotFound('清单中没有这个项目，可能已经移除。'),
  'project.not-own': () => new NotFound('清单中没有这个项目。'),
} satisfies ErrorPages
