import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import type { FormFault, Typed } from '../../web/form.js'
import { page, type PageView } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { AccountsService } from '../accounts.service.js'
import { waitText } from '../rules/lockout.js'
import type { Authenticator } from './authentication.js'

/** What the pages of accounts work with. */
export type AccountsPageContext = {
  readonly accounts: AccountsService
  readonly authenticator: Authenticator
  readonly reference: Pick<Reference, 'divisions' | 'industries'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
}

export type AccountFormView = PageView & {
  readonly faults: readonly FormFault[]
  readonly typed: Typed
  readonly csrf: string
}

const untouched = { faults: [], typed: {} }

/** Shows a page with a form; one that was refused answers 422 (or the status given) with what was typed. */
export function formPage(
  req: Request,
  res: Response,
  name: string,
  view: { readonly title: string } & Readonly<Record<string, unknown>>,
  refused?: { readonly faults: readonly FormFault[]; readonly typed: Typed; readonly status?: number },
): void {
  if (refused) res.status(refused.status ?? 422)
  // Links in these addresses open accounts: no copy stays behind.
  res.set('Cache-Control', 'no-store')
  const { faults, typed } = refused ?? untouched
  page(res, `accounts/${name}`, { indexed: false, faults, typed, csrf: csrfToken(req), ...view })
}

/** A page that only says something. */
export function messagePage(
  res: Response,
  view: { title: string; text: string; href?: string; link?: string },
  status = 200,
): void {
  res.status(status).set('Cache-Control', 'no-store')
  page(res, 'accounts/message', { indexed: false, href: '', link: '', ...view })
}

/** Too many attempts: the same words whoever asks. */
export function tooManyAttemptsPage(res: Response, seconds: number): void {
  res.set('Retry-After', String(Math.max(1, Math.ceil(seconds))))
  messagePage(res, { title: '尝试次数太多', text: `为保护账号，请等待 ${waitText(seconds)} 后再试。` }, 429)
}

/** A link that is wrong, used or too old: one answer for all three. */
export function invalidLinkPage(res: Response, text: string, href: string, link: string): void {
  messagePage(res, { title: '链接已失效', text, href, link }, 404)
}
