import { roleNames, type Role } from '../kernel/roles.js'
import type { Message } from '../notices/index.js'
import { paths } from '../paths.js'

/**
 * The mails of this room. `publicUrl` is the address of the portal without a slash at its end; `token` is that of a
 * link that works once, `hours` how long it works.
 */
type Person = { readonly name: string; readonly email: string }
type Link = { readonly publicUrl: string; readonly token: string }

export const confirmationMail = ({ name, email }: Person, { publicUrl, token }: Link, hours: number): Message => ({
  to: email,
  subject: '绿桥：请确认您的邮箱',
  text: `${name}：\n请打开下面的链接确认邮箱，${hours} 小时内有效，只能使用一次：\n{link}\n如果不是您本人注册，请忽略这封邮件。`,
  link: `${publicUrl}${paths.emailConfirmation({ token })}`,
})

export const passwordResetMail = ({ name, email }: Person, { publicUrl, token }: Link, hours: number): Message => ({
  to: email,
  subject: '绿桥：重设密码',
  text: `${name}：\n请打开下面的链接设置新密码，${hours} 小时内有效，只能使用一次：\n{link}\n如果不是您本人要求，请忽略这封邮件，密码不会改变。`,
  link: `${publicUrl}${paths.passwordReset({ token })}`,
})

/** Sent after every change of a password: someone else may have made it. */
export const passwordChangedMail = (to: string): Message => ({
  to,
  subject: '绿桥：密码已更改',
  text: '您的绿桥密码刚刚更改，其他设备上的登录已全部退出。\n如果不是您本人操作，请立即重设密码并联系服务中心。',
})

export const invitationLink = ({ publicUrl, token }: Link): string => `${publicUrl}${paths.invitation({ token })}`

export const invitationMail = (
  to: string,
  { role, inviter, link, days }: { role: Role; inviter: string; link: string; days: number },
): Message => ({
  to,
  subject: '绿桥：邀请您加入',
  text: `${inviter}邀请您以“${roleNames[role]}”的身份使用绿桥。\n请打开下面的链接设置姓名和密码，${days} 天内有效，只能使用一次：\n{link}`,
  link,
})

/** To someone who was invited and has an account already. */
export const invitedWithAccountMail = (to: string, inviter: string): Message => ({
  to,
  subject: '绿桥：有人邀请您加入',
  text: `${inviter}邀请您使用绿桥，但您的邮箱已有账号。一个邮箱只能属于一个单位，请换一个邮箱，或联系邀请人。`,
})

/** To the owner of an account whose address somebody signs up with. */
export const signUpWithAccountMail = (to: string, publicUrl: string): Message => ({
  to,
  subject: '绿桥：有人用您的邮箱注册',
  text: '有人用您的邮箱在绿桥注册企业，但这个邮箱已有账号，没有做任何更改。\n如果是您本人，请直接登录；忘记密码可在这里重设：\n{link}\n如果不是您本人，不必处理。',
  link: `${publicUrl}${paths.forgottenPassword({})}`,
})

/** To someone who signs up an enterprise that is registered already. */
export const enterpriseRegisteredMail = (to: string, publicUrl: string): Message => ({
  to,
  subject: '绿桥：这家企业已经注册',
  text: '您填写的统一社会信用代码已在绿桥注册，没有重复登记。\n请联系本企业的负责人，由其邀请您加入；如有疑问，请联系服务中心：\n{link}',
  link: `${publicUrl}${paths.help({})}`,
})
