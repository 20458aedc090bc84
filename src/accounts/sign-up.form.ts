import { z } from 'zod'
import { parseCreditCode } from '../kernel/credit-code.js'
import type { Reference } from '../reference/index.js'
import { email, foreignToNames, name, password, phone } from './fields.form.js'
import { passwordFault } from './passwords.js'

/** What signing up takes. */
export function signUpForm({ divisions, industries }: Pick<Reference, 'divisions' | 'industries'>) {
  return z
    .strictObject({
      enterpriseName: z
        .string('请填写企业名称')
        .trim()
        .min(2, '请填写企业全称')
        .max(100, '企业名称最多 100 个字')
        .refine((text) => !foreignToNames.test(text), '企业名称中有不能使用的字符'),
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

export type SignUpForm = z.output<ReturnType<typeof signUpForm>>
