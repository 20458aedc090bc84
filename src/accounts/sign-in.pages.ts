import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../paths.js'
import { fault, readForm } from '../web/form.js'
import { safeReturnPath } from '../web/safe-return-path.js'
import type { Site } from '../web/route.js'
import { toUser } from './account.js'
import { landingOf } from './landing.js'
import { formPage, refuseForNow, type AccountsDesk } from './desk.js'
import { code } from './fields.form.js'
import { pendingMs } from './session-limits.js'
import { askStrategy, endSession, renewSession, startSession } from './signed-in.js'

const signInSchema = z.strictObject({
  email: z.string('请填写邮箱').trim().min(1, '请填写邮箱').max(254, '邮箱太长，请核对'),
  password: z.string('请填写密码').min(1, '请填写密码').max(512, '密码太长，请核对'),
  returnTo: z.string().max(500).optional(),
})
const codeSchema = z.strictObject({ code })

/** Signing in and out. */
export function signInRoutes(site: Site, desk: AccountsDesk): void {
  site
    .get(paths.signIn.pattern, { role: 'visitor', audit: 'SIGN_IN_SHOWN' }, showSignIn)
    .post(paths.signIn.pattern, { role: 'visitor', audit: 'SIGN_IN_TRIED' }, takeSignIn(desk))
    .get(paths.signInCode.pattern, { role: 'visitor', audit: 'SIGN_IN_CODE_SHOWN' }, showCode(desk))
    .post(paths.signInCode.pattern, { role: 'visitor', audit: 'SIGN_IN_CODE_TRIED' }, takeCode(desk))
    .post(paths.signOut.pattern, { role: 'visitor', audit: 'SIGN_OUT_ASKED' }, signOut(desk))
}

function showSignIn(req: Request, res: Response): void {
  const returnTo = safeReturnPath(req.query.returnTo)
  if (req.user) res.redirect(303, returnTo ?? landingOf(req.user.role))
  else formPage(req, res, 'sign-in', { title: '登录', returnTo })
}

const takeSignIn =
  ({ accounts, authenticator }: AccountsDesk) =>
  async (req: Request, res: Response) => {
    const form = readForm(signInSchema, req.body, ['password'])
    const returnTo = safeReturnPath(form.typed.returnTo)
    const again = (message: string, field: string) =>
      formPage(req, res, 'sign-in', { title: '登录', returnTo }, { faults: [fault(field, message)], typed: form.typed })
    if (!form.ok) {
      formPage(req, res, 'sign-in', { title: '登录', returnTo }, form)
      return
    }
    const outcome = await askStrategy(authenticator, req, res)
    switch (outcome.kind) {
      case 'locked':
        refuseForNow(res, outcome.seconds)
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
        await enter({ accounts }, req, toUser(outcome.account))
        res.redirect(303, returnTo ?? landingOf(outcome.account.role))
    }
  }

/** The account whose password was right a short while ago. */
async function pendingAccount({ accounts }: Pick<AccountsDesk, 'accounts'>, req: Request) {
  const { pending } = req.session
  if (!pending || accounts.now().getTime() - pending.at > pendingMs) return null
  const account = await accounts.find(pending.accountId)
  return account?.state === 'active' ? { account, returnTo: pending.returnTo } : null
}

const showCode = (desk: AccountsDesk) => async (req: Request, res: Response) => {
  if (await pendingAccount(desk, req)) formPage(req, res, 'code', { title: '输入验证码' })
  else res.redirect(303, paths.signIn({}))
}

const takeCode = (desk: AccountsDesk) => async (req: Request, res: Response) => {
  const pending = await pendingAccount(desk, req)
  if (!pending) {
    res.redirect(303, paths.signIn({}))
    return
  }
  const form = readForm(codeSchema, req.body, ['code'])
  if (!form.ok) {
    formPage(req, res, 'code', { title: '输入验证码' }, form)
    return
  }
  const check = await desk.accounts.checkCode(pending.account, form.value.code)
  if (check.kind === 'locked') refuseForNow(res, check.seconds)
  else if (check.kind === 'wrong') {
    const faults = [fault('code', '验证码不对或已用过。请等下一个验证码，或使用恢复码。')]
    formPage(req, res, 'code', { title: '输入验证码' }, { faults, typed: {} })
  } else {
    await enter(desk, req, toUser(pending.account))
    res.redirect(303, pending.returnTo ?? landingOf(pending.account.role))
  }
}

/** Starts the session of someone who proved who they are. */
export async function enter(
  { accounts }: Pick<AccountsDesk, 'accounts'>,
  req: Request,
  user: Express.User,
): Promise<void> {
  await startSession(req, user, accounts.now())
  await accounts.noteSession('SIGNED_IN', user)
}

const signOut =
  ({ accounts }: AccountsDesk) =>
  async (req: Request, res: Response) => {
    const { user } = req
    await endSession(req)
    if (user) await accounts.noteSession('SIGNED_OUT', user)
    res.set('Clear-Site-Data', '"cache"').redirect(303, paths.home({}))
  }
