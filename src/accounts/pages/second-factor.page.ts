import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { fault, readForm } from '../../web/form.js'
import { isStaff, roles } from '../../kernel/roles.js'
import type { Site } from '../../web/route.js'
import { formPage, tooManyAttemptsPage, type AccountsPageContext } from './page-frame.js'
import { code, password } from './fields.form.js'
import { newSecret, qrCodeOf } from '../rules/second-factor.js'

const codeSchema = z.strictObject({ code })
const passwordSchema = z.strictObject({ password })

/** The second factor: setting it up, taking it away, new recovery codes. */
export function secondFactorRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.secondFactor.pattern, { role: roles, audit: 'SECOND_FACTOR_READ' }, (req, res) => show(pages, req, res))
    .post(paths.secondFactor.pattern, { role: roles, audit: 'SECOND_FACTOR_SET_UP' }, setUp(pages))
    .post(paths.secondFactorRemoval.pattern, { role: roles, audit: 'SECOND_FACTOR_REMOVED' }, remove(pages))
    .post(paths.recoveryCodes.pattern, { role: roles, audit: 'RECOVERY_CODES_RENEWED' }, renew(pages))
}

type Refused = Parameters<typeof formPage>[4]

function show({ accounts }: AccountsPageContext, req: Request, res: Response, refused?: Refused): void {
  const user = currentUser(req)
  const mandatory = isStaff(user.role) && accounts.config.environment === 'production'
  if (user.secondFactor) {
    formPage(req, res, 'second-factor-on', { title: '两步验证', mandatory }, refused)
    return
  }
  const secret = (req.session.newSecret ??= newSecret())
  const view = {
    title: '设置两步验证',
    mandatory,
    secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
    qr: qrCodeOf(secret, user.email),
  }
  formPage(req, res, 'second-factor', view, refused)
}

const setUp = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const form = readForm(codeSchema, req.body, ['code'])
  const secret = req.session.newSecret
  if (!form.ok || !secret || user.secondFactor) {
    show(pages, req, res, form.ok ? { faults: [fault('code', '请重新扫描二维码，再输入验证码')], typed: {} } : form)
    return
  }
  const codes = await pages.accounts.setUpSecondFactor(user, { secret, code: form.value.code })
  if (!codes) {
    show(pages, req, res, { faults: [fault('code', '验证码不对，请核对手机时间后输入新的验证码')], typed: {} })
    return
  }
  delete req.session.newSecret
  showCodes(req, res, codes)
}

const remove = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  if (isStaff(user.role) && pages.accounts.config.environment === 'production') {
    show(pages, req, res, { faults: [fault('', '您的角色必须使用两步验证，不能关闭')], typed: {} })
  } else if (await passwordConfirmed(pages, req, res)) {
    await pages.accounts.removeSecondFactor(user)
    res.redirect(303, paths.account({}))
  }
}

const renew = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  if (!(await passwordConfirmed(pages, req, res))) return
  const codes = await pages.accounts.renewRecoveryCodes(currentUser(req))
  if (codes) showCodes(req, res, codes)
  else res.redirect(303, paths.secondFactor({}))
}

/** Asks for the password again; has answered when it was not right. */
async function passwordConfirmed(pages: AccountsPageContext, req: Request, res: Response): Promise<boolean> {
  const form = readForm(passwordSchema, req.body, ['password'])
  if (!form.ok) {
    show(pages, req, res, form)
    return false
  }
  const proof = await pages.accounts.isOwnPassword(currentUser(req), form.value.password)
  if (proof.kind === 'locked') tooManyAttemptsPage(res, proof.seconds)
  if (proof.kind === 'wrong')
    show(pages, req, res, { faults: [fault('password', '密码不对，请核对后重试')], typed: {} })
  return proof.kind === 'right'
}

const showCodes = (req: Request, res: Response, codes: readonly string[]) =>
  formPage(req, res, 'recovery-codes', { title: '请保存恢复码', codes })
