import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { staffMenu } from '../../menus.js'
import { NotFound } from '../../web/errors.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { findRegister, type Register } from '../rules/register.js'

/** The register in the address. @throws NotFound when there is none of that name. */
export function registerIn(req: Request): Register {
  const register = findRegister(String(req.params.register))
  if (register === null) throw new NotFound('没有这个名录。')
  return register
}

/** A page about one register, with the way back. */
export function registerPage(
  req: Request,
  res: Response,
  name: string,
  register: Register,
  view: { title: string } & Readonly<Record<string, unknown>>,
): void {
  const at = { register: register.id }
  page(res, `registers/${name}`, {
    indexed: false,
    csrf: csrfToken(req),
    register: { title: register.title, lead: register.lead, href: paths.register(at) },
    desk: staffMenu(currentUser(req).role, 'registers'),
    registersHref: paths.registers({}),
    faults: [],
    ...view,
  })
}
