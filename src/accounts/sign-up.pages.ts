import type { Request, Response } from 'express'
import { paths } from '../paths.js'
import { readForm, type FormFault, type Typed } from '../web/form.js'
import type { Site } from '../web/route.js'
import { formPage, goneLink, refuseForNow, say, type AccountsDesk } from './desk.js'
import { signUpForm } from './sign-up.form.js'

/** Signing up an enterprise, and confirming the mail address. */
export function signUpRoutes(site: Site, desk: AccountsDesk): void {
  site
    .get(paths.signUp.pattern, { role: 'visitor', audit: 'SIGN_UP_SHOWN' }, showSignUp(desk))
    .post(paths.signUp.pattern, { role: 'visitor', audit: 'SIGN_UP_TRIED' }, takeSignUp(desk))
    .get(
      paths.emailConfirmation.pattern,
      { role: 'visitor', audit: 'EMAIL_CONFIRMATION_SHOWN' },
      showConfirmation(desk),
    )
    .post(
      paths.emailConfirmation.pattern,
      { role: 'visitor', audit: 'EMAIL_CONFIRMATION_TRIED' },
      takeConfirmation(desk),
    )
}

const showSignUp = (desk: AccountsDesk) => (req: Request, res: Response) => {
  const q = typeof req.query.q === 'string' ? req.query.q.slice(0, 40) : ''
  formPage(req, res, 'sign-up', { title: '企业注册', ...choices(desk, { q }) })
}

const takeSignUp = (desk: AccountsDesk) => async (req: Request, res: Response) => {
  const form = readForm(signUpForm(desk.reference), req.body, ['password'])
  const again = (refused?: { faults: readonly FormFault[]; typed: Typed }) =>
    formPage(req, res, 'sign-up', { title: '企业注册', ...choices(desk, form.typed), typed: form.typed }, refused)
  // The button of the industry search sends the whole form, so that nothing typed is lost without scripts.
  if (searchPressed(req.body)) {
    again()
    return
  }
  if (!form.ok) {
    again(form)
    return
  }
  const done = await desk.accounts.signUp(form.value, req.ip)
  if (done.kind === 'locked') refuseForNow(res, done.seconds)
  else {
    say(res, {
      title: '请查收邮件',
      text: `我们已向 ${form.value.email} 发出一封邮件，请打开其中的链接继续。没有收到请查看垃圾邮件，或稍后重试。`,
    })
  }
}

const searchPressed = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'search' in body && body.search === 'industry'

/** The choices of the form: divisions, and the industries that the search found. */
function choices({ reference: { divisions, industries } }: AccountsDesk, typed: Typed) {
  const q = typed.q ?? ''
  const chosen = typed.industry ? industries.find(typed.industry) : null
  const found = q.trim() ? industries.search(q, 20) : []
  const listed = [...(chosen && !found.some((one) => one.code === chosen.code) ? [chosen] : []), ...found]
  return {
    q,
    searched: q.trim() !== '',
    foundCount: found.length,
    divisions: [
      ...divisions.map(({ division, name }) => ({ value: division, name, selected: typed.division === division })),
      { value: 'none', name: '不属于任何师市', selected: typed.division === 'none' },
    ],
    industries: listed.map(({ code, name }) => ({
      value: code,
      label: `${code} ${name}`,
      trail: industries
        .trail(code)
        .slice(0, -1)
        .map((step) => step.name)
        .join(' / '),
      checked: typed.industry === code,
    })),
  }
}

const showConfirmation = (desk: AccountsDesk) => async (req: Request, res: Response) => {
  const token = String(req.params.token)
  if (await desk.accounts.emailToConfirm(token)) {
    formPage(req, res, 'confirm-email', { title: '确认邮箱', action: paths.emailConfirmation({ token }) })
  } else gone(res)
}

const takeConfirmation = (desk: AccountsDesk) => async (req: Request, res: Response) => {
  if (!(await desk.accounts.confirmEmail(String(req.params.token)))) gone(res)
  else say(res, { title: '邮箱已确认', text: '现在可以登录了。', href: paths.signIn({}), link: '去登录' })
}

const gone = (res: Response) =>
  goneLink(
    res,
    '这个链接已经用过、过期或不完整。登录时如果邮箱还没有确认，会重新发出邮件。',
    paths.signIn({}),
    '去登录',
  )
