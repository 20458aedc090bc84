import { z } from 'zod'
import { toHalfWidth } from '../../kernel/text.js'

/** What no name holds: control characters, signs that turn the direction of writing, marks of markup. Rare letters pass. */
export const forbiddenInNames = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069<>]/u

/** Fields that several forms of accounts share, with messages for people. */
export const name = z
  .string('请填写姓名')
  .trim()
  .min(1, '请填写姓名')
  .max(40, '姓名最多 40 个字')
  .refine((text) => !forbiddenInNames.test(text), '姓名中有不能使用的字符')

export const email = z
  .string('请填写邮箱')
  .transform((text) => toHalfWidth(text).replaceAll('。', '.').trim())
  .pipe(
    z
      .string()
      .min(1, '请填写邮箱')
      .max(254, '邮箱太长，请核对')
      .regex(
        /^[^\s\p{C}@<>(),;:"[\]\\]+@[^\s\p{C}@<>(),;:"[\]\\.]+(\.[^\s\p{C}@<>(),;:"[\]\\.]+)+$/u,
        '邮箱格式不对，例如 name@example.com',
      ),
  )

const phonePattern = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/

export const phone = z
  .string('请填写电话')
  .transform((text) => toHalfWidth(text).replace(/[\s—－]/g, (sign) => (/\s/.test(sign) ? '' : '-')))
  .pipe(z.string().min(1, '请填写电话').regex(phonePattern, '请填写手机号，或带区号的座机，如 0991-1234567'))

export const optionalPhone = z
  .string()
  .transform((text) => toHalfWidth(text).replace(/\s/g, ''))
  .pipe(
    z
      .string()
      .regex(new RegExp(`^$|${phonePattern.source}`), '请填写手机号，或带区号的座机，如 0991-1234567；可以留空'),
  )
  .transform((text) => text || null)

/** A password as it was typed; what a new one has to be is judged beside it, with the mail address. */
export const password = z.string('请填写密码').min(1, '请填写密码').max(512, '密码太长')

export const code = z.string('请填写验证码').trim().min(1, '请填写验证码').max(40, '验证码太长，请核对')
