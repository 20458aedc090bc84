import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { fault, readForm } from '../../web/form.js'
import type { Site } from '../../web/route.js'
import { formPage, invalidLinkPage, tooManyAttemptsPage, messagePage, type AccountsPageContext } from './page-frame.js'
import { email, password } from './fields.form.js'
import { passwordFault } from '../rules/passwords.js'

const forgottenSchema = z.strictObject({ email })
const resetSchema = z.strictObject({ password })

/** A new password by mail. */
export function passwordRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.forgottenPassword.pattern, { role: 'visitor', audit: 'PASSWORD_FORGOTTEN_SHOWN' }, (req, res) =>
      formPage(req, res, 'forgotten', { title: '重设密码' }),
    )
    .post(paths.forgottenPassword.pattern, { role: 'visitor', audit: 'PASSWORD_RESET_ASKED' }, takeForgotten(pages))
    .get(paths.passwordReset.pattern, { role: 'visitor', audit: 'PASSWORD_RESET_SHOWN' }, showReset(pages))
    .post(paths.passwordReset.pattern, { role: 'visitor', audit: 'PASSWORD_RESET_TRIED' }, takeReset(pages))
}

const takeForgotten =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    const form = readForm(forgottenSchema, req.body)
    if (!form.ok) {
      formPage(req, res, 'forgotten', { title: '重设密码' }, form)
      return
    }
    const done = await accounts.requestReset({ email: form.value.email, address: req.ip })
    if (done.kind === 'locked') tooManyAttemptsPage(res, done.seconds)
    else {
      messagePage(res, {
        title: '请查收邮件',
        text: `如果 ${form.value.email} 有账号，我们已发出重设密码的邮件，1 小时内有效。没有收到请查看垃圾邮件，或稍后重试。`,
      })
    }
  }

const showReset =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    const token = String(req.params.token)
    if (await accounts.passwordToReset(token)) form(req, res, token)
    else gone(res)
  }

const takeReset =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    const token = String(req.params.token)
    const read = readForm(resetSchema, req.body, ['password'])
    const owner = await accounts.passwordToReset(token)
    const account = owner ? await accounts.find(owner) : null
    if (!account) {
      gone(res)
      return
    }
    const wrong = read.ok ? passwordFault(read.value.password, account.email) : null
    if (!read.ok) form(req, res, token, read)
    else if (wrong) form(req, res, token, { faults: [fault('password', wrong)], typed: {} })
    else if (!(await accounts.resetPassword(token, read.value.password))) gone(res)
    else
      messagePage(res, {
        title: '密码已重设',
        text: '其他设备上的登录已全部退出，请用新密码登录。',
        href: paths.signIn({}),
        link: '去登录',
      })
  }

const form = (req: Request, res: Response, token: string, refused?: Parameters<typeof formPage>[4]) =>
  formPage(req, res, 'reset', { title: '设置新密码', action: paths.passwordReset({ token }) }, refused)

const gone = (res: Response) =>
  invalidLinkPage(res, '这个链接已经用过、过期或不完整，请重新申请。', paths.forgottenPassword({}), '重新申请')
