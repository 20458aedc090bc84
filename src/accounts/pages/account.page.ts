import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import { fault, readForm, type FormFault, type Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { roleNames, roles } from '../../kernel/roles.js'
import type { Site } from '../../web/route.js'
import { storedSessionId } from '../../web/security/index.js'
import { formPage, tooManyAttemptsPage, messagePage, type AccountsPageContext } from './page-frame.js'
import { name, optionalPhone, password } from './fields.form.js'
import { rolesInvitableBy } from '../rules/invitation.js'
import { passwordFault } from '../rules/passwords.js'
import { startSession } from './authentication.js'

const profileSchema = z.strictObject({ name, phone: optionalPhone })
const passwordSchema = z.strictObject({ current: password, password })

/** One's own account: profile, password, sessions. */
export function accountRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.account.pattern, { role: roles, audit: 'ACCOUNT_READ' }, (req, res) => show(pages, req, res))
    .post(paths.accountProfile.pattern, { role: roles, audit: 'ACCOUNT_PROFILE_CHANGED' }, takeProfile(pages))
    .post(paths.accountPassword.pattern, { role: roles, audit: 'PASSWORD_CHANGED' }, takePassword(pages))
    .post(paths.otherSessions.pattern, { role: roles, audit: 'SESSIONS_ENDED' }, endOthers(pages))
    .post(paths.sessionEnd.pattern, { role: roles, audit: 'SESSION_ENDED' }, endOne(pages))
}

async function show(
  pages: AccountsPageContext,
  req: Request,
  res: Response,
  refused?: { faults: readonly FormFault[]; typed: Typed },
) {
  const user = currentUser(req)
  const account = await pages.accounts.find(user.id)
  if (!account) throw new NotFound()
  const present = storedSessionId(req.sessionID)
  const sessions = await pages.accounts.sessionsOf(user.id)
  const view = {
    title: '我的账号',
    role: roleNames[user.role],
    email: account.email,
    name: refused?.typed.name ?? account.name,
    phone: refused?.typed.phone ?? account.phone ?? '',
    secondFactorSince: account.secondFactor && formatInstant(account.secondFactor.since),
    recoveryLeft: account.secondFactor?.recovery.length ?? 0,
    mayInvite: rolesInvitableBy(user.role).length > 0,
    readsAudit: user.role === 'bureau' || user.role === 'administrator',
    readsOutbox: user.role === 'administrator',
    sessions: sessions.map((session) => ({
      device: deviceName(session.device),
      address: session.address,
      since: session.signedInAt && formatInstant(session.signedInAt),
      seen: session.seenAt && formatInstant(session.seenAt),
      present: session.id === present,
      end: paths.sessionEnd({ id: session.id }),
    })),
  }
  formPage(req, res, 'account', view, refused)
}

const takeProfile = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const form = readForm(profileSchema, req.body)
  if (!form.ok) {
    await show(pages, req, res, form)
    return
  }
  await pages.accounts.changeProfile(currentUser(req), form.value)
  res.redirect(303, paths.account({}))
}

const takePassword = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const form = readForm(passwordSchema, req.body, ['current', 'password'])
  const wrong = form.ok ? passwordFault(form.value.password, user.email) : null
  const refuse = (field: string, message: string) =>
    show(pages, req, res, { faults: [fault(field, message)], typed: {} })
  if (!form.ok) {
    await show(pages, req, res, form)
    return
  }
  if (wrong) {
    await refuse('password', wrong)
    return
  }
  const proof = await pages.accounts.isOwnPassword(user, form.value.current)
  if (proof.kind === 'locked') tooManyAttemptsPage(res, proof.seconds)
  else if (proof.kind === 'wrong') await refuse('current', '现在的密码不对，请核对后重试')
  else {
    await pages.accounts.changePassword(user, form.value.password, storedSessionId(req.sessionID))
    // A new session id: whoever had the old cookie has nothing.
    await startSession(req, user, pages.accounts.now())
    messagePage(res, {
      title: '密码已更改',
      text: '其他设备上的登录已全部退出。',
      href: paths.account({}),
      link: '我的账号',
    })
  }
}

const endOthers =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    await accounts.signOutElsewhere(currentUser(req), storedSessionId(req.sessionID))
    res.redirect(303, paths.account({}))
  }

const endOne =
  ({ accounts }: AccountsPageContext) =>
  async (req: Request, res: Response) => {
    if (!(await accounts.endSession(currentUser(req), idParam(req)))) throw new NotFound('没有这个登录，可能已经退出。')
    res.redirect(303, paths.account({}))
  }

const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/HuaweiBrowser/, '华为浏览器'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** A browser as people call it, from what it says of itself; only to tell one's own devices apart. */
function deviceName(userAgent: string): string {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [browser ?? '未知浏览器', system ?? '未知系统'].join(' · ')
}
