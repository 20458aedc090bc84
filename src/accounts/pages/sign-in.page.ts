import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { fault, readForm } from '../../web/form.js'
import { safeReturnPath } from '../../web/safe-return-path.js'
import type { Site } from '../../web/route.js'
import { signedInUserOf } from '../rules/account.js'
import { homePathOf } from '../../menus.js'
import { formPage, tooManyAttemptsPage, type AccountsPageContext } from './page-frame.js'
import { code } from './fields.form.js'
import { pendingMs } from '../rules/session-limits.js'
import { authenticate, endSession, renewSession, startSession } from './authentication.js'

const signInSchema = z.strictObject({
  email: z.string('请填写邮箱').trim().min(1, '请填写邮箱').max(254, '邮箱太长，请核对'),
  password: z.string('请填写密码').min(1, '请填写密码').max(512, '密码太长，请核对'),
  returnTo: z.string().max(500).optional(),
})
const codeSchema = z.strictObject({ code })

/** Signing in and out. */
export function signInRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.signIn.pattern, { role: 'visitor', audit: 'SIGN_IN_SHOWN' }, showSignIn)
    .post(paths.signIn.pattern, { role: 'visitor', audit: 'SIGN_IN_TRIED' }, takeSignIn(pages))
    .get(paths.signInCode.pattern, { role: 'visitor', audit: 'SIGN_IN_CODE_SHOWN' }, showCode(pages))
    .post(paths.signInCode.pattern, { role: 'visitor', audit: 'SIGN_IN_CODE_TRIED' }, takeCode(pages))
    .post(paths.signOut.pattern, { role: 'visitor', audit: 'SIGN_OUT_ASKED' }, signOut(pages))
}

function showSignIn(req: Request, res: Response): void {
  const returnTo = safeReturnPath(req.query.returnTo)
  if (req.user) res.redirect(303, returnTo ?? homePathOf(req.user.role))
  else formPage(req, res, 'sign-in', { title: '登录', returnTo })
}

const takeSignIn =
  ({ accounts, authenticator }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    const form = readForm(signInSchema, req.body, ['password'])
    const returnTo = safeReturnPath(form.typed.returnTo)
    const again = (message: string, field: string) =>
      formPage(req, res, 'sign-in', { title: '登录', returnTo }, { faults: [fault(field, message)], typed: form.typed })
    if (!form.ok) {
      formPage(req, res, 'sign-in', { title: '登录', returnTo }, form)
      return
    }
    const outcome = await authenticate(authenticator, req, res)
    switch (outcome.kind) {
      case 'locked':
        tooManyAttemptsPage(res, outcome.seconds)
        break
      case 'refused':
        again('邮箱或密码不对，或账号已停用。请核对后重试。', 'email')
        break
      case 'unconfirmed':
        again('邮箱还没有确认。确认邮件已重新发出，请打开邮件中的链接后再登录。', 'email')
        break
      case 'code':
        // Not signed in yet, but no longer the session that somebody may have planted either.
        await renewSession(req)
        req.session.pending = { accountId: outcome.account.id, at: accounts.now().getTime(), returnTo }
        res.redirect(303, paths.signInCode({}))
        break
      case 'signed-in':
        await completeSignIn({ accounts }, req, signedInUserOf(outcome.account))
        res.redirect(303, returnTo ?? homePathOf(outcome.account.role))
    }
  }

/** The account whose password was right a short while ago. */
async function pendingAccount({ accounts }: Pick<AccountsPageContext, 'accounts'>, req: Request) {
  const { pending } = req.session
  if (!pending || accounts.now().getTime() - pending.at > pendingMs) return null
  const account = await accounts.find(pending.accountId)
  return account?.state === 'active' ? { account, returnTo: pending.returnTo } : null
}

const showCode = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  if (await pendingAccount(pages, req)) formPage(req, res, 'code', { title: '输入验证码' })
  else res.redirect(303, paths.signIn({}))
}

const takeCode = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const pending = await pendingAccount(pages, req)
  if (!pending) {
    res.redirect(303, paths.signIn({}))
    return
  }
  const form = readForm(codeSchema, req.body, ['code'])
  if (!form.ok) {
    formPage(req, res, 'code', { title: '输入验证码' }, form)
    return
  }
  const check = await pages.accounts.checkCode(pending.account, form.value.code)
  if (check.kind === 'locked') tooManyAttemptsPage(res, check.seconds)
  else if (check.kind === 'wrong') {
    const faults = [fault('code', '验证码不对或已用过。请等下一个验证码，或使用恢复码。')]
    formPage(req, res, 'code', { title: '输入验证码' }, { faults, typed: {} })
  } else {
    await completeSignIn(pages, req, signedInUserOf(pending.account))
    res.redirect(303, pending.returnTo ?? homePathOf(pending.account.role))
  }
}

/** Starts the session of someone who proved who they are. */
export async function completeSignIn(
  { accounts }: Pick<AccountsPageContext, 'accounts'>,
  req: Request,
  user: SignedInUser,
): Promise<void> {
  await startSession(req, user, accounts.now())
  await accounts.noteSession('SIGNED_IN', user)
}

const signOut =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    const { user } = req
    await endSession(req)
    if (user) await accounts.noteSession('SIGNED_OUT', user)
    res.set('Clear-Site-Data', '"cache"').redirect(303, paths.home({}))
  }
