import type { RequestHandler } from 'express'
import { paths } from '../paths.js'
import { NotFound, PageError } from './errors.js'
import type { Role } from '../kernel/roles.js'

/**
 * Lets in the roles named. Who is not signed in is sent to the sign-in page and back; who has another role learns no
 * more than that there is nothing here.
 */
export function admit(role: Role | readonly Role[]): RequestHandler {
  const admitted = new Set<Role>(typeof role === 'string' ? [role] : role)
  return (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    if (req.user) {
      if (!admitted.has(req.user.role)) throw new NotFound()
      next()
      return
    }
    if (req.method === 'GET' || req.method === 'HEAD') {
      res.redirect(303, paths.signIn({}, { returnTo: req.originalUrl }))
      return
    }
    throw new PageError(401, '请先登录', '您还没有登录，或登录已过期，刚才提交的内容没有保存。', [
      { href: paths.signIn({}), text: '登录' },
    ])
  }
}
