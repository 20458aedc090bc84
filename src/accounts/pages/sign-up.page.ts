import type { Request, Response } from 'express'
import { z } from 'zod'
import { parseCreditCode } from '../../kernel/credit-code.js'
import type { Reference } from '../../reference/index.js'
import { paths } from '../../paths.js'
import { readForm, type FormFault, type Typed } from '../../web/form.js'
import type { Site } from '../../web/route.js'
import { formPage, invalidLinkPage, tooManyAttemptsPage, messagePage, type AccountsPageContext } from './page-frame.js'
import { email, forbiddenInNames, name, password, phone } from './fields.form.js'
import { passwordFault } from '../rules/passwords.js'

/** Signing up an enterprise, and confirming the mail address. */
export function signUpRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.signUp.pattern, { role: 'visitor', audit: 'SIGN_UP_SHOWN' }, showSignUp(pages))
    .post(paths.signUp.pattern, { role: 'visitor', audit: 'SIGN_UP_TRIED' }, takeSignUp(pages))
    .get(
      paths.emailConfirmation.pattern,
      { role: 'visitor', audit: 'EMAIL_CONFIRMATION_SHOWN' },
      showConfirmation(pages),
    )
    .post(
      paths.emailConfirmation.pattern,
      { role: 'visitor', audit: 'EMAIL_CONFIRMATION_TRIED' },
      takeConfirmation(pages),
    )
}

const showSignUp = (pages: AccountsPageContext) => (req: Request, res: Response) => {
  const q = typeof req.query.q === 'string' ? req.query.q.slice(0, 40) : ''
  formPage(req, res, 'sign-up', { title: '企业注册', ...choices(pages, { q }) })
}

const takeSignUp = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const form = readForm(signUpForm(pages.reference), req.body, ['password'])
  const again = (refused?: { faults: readonly FormFault[]; typed: Typed }) =>
    formPage(req, res, 'sign-up', { title: '企业注册', ...choices(pages, form.typed), typed: form.typed }, refused)
  // The button of the industry search sends the whole form, so that nothing typed is lost without scripts.
  if (searchPressed(req.body)) {
    again()
    return
  }
  if (!form.ok) {
    again(form)
    return
  }
  const done = await pages.accounts.signUp(form.value, req.ip)
  if (done.kind === 'locked') tooManyAttemptsPage(res, done.seconds)
  else {
    messagePage(res, {
      title: '请查收邮件',
      text: `我们已向 ${form.value.email} 发出一封邮件，请打开其中的链接继续。没有收到请查看垃圾邮件，或稍后重试。`,
    })
  }
}

const searchPressed = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'search' in body && body.search === 'industry'

/** The choices of the form: divisions, and the industries that the search found. */
function choices({ reference: { divisions, industries } }: AccountsPageContext, typed: Typed) {
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

const showConfirmation = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const token = String(req.params.token)
  if (await pages.accounts.emailToConfirm(token)) {
    formPage(req, res, 'confirm-email', { title: '确认邮箱', action: paths.emailConfirmation({ token }) })
  } else gone(res)
}

const takeConfirmation = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  if (!(await pages.accounts.confirmEmail(String(req.params.token)))) gone(res)
  else messagePage(res, { title: '邮箱已确认', text: '现在可以登录了。', href: paths.signIn({}), link: '去登录' })
}

const gone = (res: Response) =>
  invalidLinkPage(
    res,
    '这个链接已经用过、过期或不完整。登录时如果邮箱还没有确认，会重新发出邮件。',
    paths.signIn({}),
    '去登录',
  )

/** What signing up takes. */
function signUpForm({ divisions, industries }: Pick<Reference, 'divisions' | 'industries'>) {
  return z
    .strictObject({
      enterpriseName: z
        .string('请填写企业名称')
        .trim()
        .min(2, '请填写企业全称')
        .max(100, '企业名称最多 100 个字')
        .refine((text) => !forbiddenInNames.test(text), '企业名称中有不能使用的字符'),
      creditCode: z.string('请填写统一社会信用代码').transform((text, context) => {
        const read = parseCreditCode(text.slice(0, 100))
        if (read.ok) return read.value
        context.addIssue({ code: 'custom', message: read.error })
        return z.NEVER
      }),
      division: z
        .string('请选择师市')
        .refine(
          (division) => division === 'none' || divisions.some((one) => one.division === division),
          '请选择师市；不在兵团请选“不属于任何师市”',
        ),
      industry: z
        .string('请查找并选择行业')
        .refine((code) => industries.find(code)?.level === 'class', '请查找并选择行业（四位代码的小类）'),
      name,
      email,
      phone,
      password: password.superRefine((typed, context) => {
        const message = passwordFault(typed, '')
        if (message) context.addIssue({ code: 'custom', message })
      }),
      consent: z.literal('yes', '请阅读并同意隐私说明后再注册'),
      q: z.string().max(40).optional(),
    })
    .superRefine((form, context) => {
      const message = passwordFault(form.password, form.email)
      if (message) context.addIssue({ code: 'custom', path: ['password'], message })
    })
}
