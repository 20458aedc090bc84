import type { ClientSession } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../db/index.js'
import { paths } from '../paths.js'
import { newAccountId } from './account.store.js'
import { postConfirmation } from './confirm-email.js'
import type { Context, Locked } from './context.js'
import { networkOf } from './lockout.js'
import { openAccount } from './open-account.js'
import { hashPassword } from './passwords.js'
import type { SignUpForm } from './sign-up.form.js'

/**
 * Registers an enterprise with its first account. Whatever is known already, the answer is the same: only the mail
 * tells, and only to whom the address belongs.
 */
export async function signUp(
  context: Context,
  given: SignUpForm,
  address: string | undefined,
): Promise<{ readonly kind: 'done' } | Locked> {
  const leave = await context.attempts.chargeAll([{ kind: 'request', of: networkOf(address) }], context.now())
  if (!leave.granted) return { kind: 'locked', seconds: leave.seconds }
  const passwordHash = await hashPassword(given.password)
  const work = () => inTransaction(context.connection, (session) => enter(context, session, given, passwordHash))
  try {
    await work()
  } catch (error) {
    // Two sign-ups at the same moment: the second one now meets the first.
    if (!isDuplicateKey(error)) throw error
    await work()
  }
  void context.mail.deliver()
  return { kind: 'done' }
}

async function enter(context: Context, session: ClientSession, given: SignUpForm, passwordHash: string): Promise<void> {
  const { accounts, enterprises } = context
  const known = await accounts.findByEmail(given.email, session)
  const registered = await enterprises.findByCreditCode(given.creditCode, session)
  if (known) {
    await postAlreadyKnown(context, session, known.email)
    if (!known.emailConfirmedAt) await postConfirmation(context, session, known)
    return
  }
  if (registered) {
    await postAlreadyRegistered(context, session, given.email)
    return
  }
  const id = newAccountId()
  const { creditCode, enterpriseName, division, industry } = given
  const by = { accountId: id, role: 'owner', organisationId: null }
  const enterprise = await enterprises.register(
    session,
    { creditCode, name: enterpriseName, division, industry, accountId: id },
    by,
  )
  const organisation = { kind: 'enterprise', id: enterprise.id } as const
  const { name, email, phone } = given
  const owner = { id, role: 'owner', name, email, phone, organisation, emailConfirmed: false } as const
  const account = await openAccount(context, session, owner, passwordHash, null)
  await postConfirmation(context, session, account)
}

const postAlreadyKnown = ({ mail, config }: Context, session: ClientSession, to: string) =>
  mail.post(session, {
    to,
    subject: '绿桥：有人用您的邮箱注册',
    text: '有人用您的邮箱在绿桥注册企业，但这个邮箱已有账号，没有做任何更改。\n如果是您本人，请直接登录；忘记密码可在这里重设：\n{link}\n如果不是您本人，不必处理。',
    link: `${config.publicUrl}${paths.forgottenPassword({})}`,
  })

const postAlreadyRegistered = ({ mail, config }: Context, session: ClientSession, to: string) =>
  mail.post(session, {
    to,
    subject: '绿桥：这家企业已经注册',
    text: '您填写的统一社会信用代码已在绿桥注册，没有重复登记。\n请联系本企业的负责人，由其邀请您加入；如有疑问，请联系服务中心：\n{link}',
    link: `${config.publicUrl}${paths.help({})}`,
  })
