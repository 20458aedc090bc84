import { paths } from '../paths.js'
import { NotFound, PageError, type ErrorPages } from '../web/errors.js'

/** The one-time key of a form belongs to another message: nothing of what was sent is stored. */
const formUsed = (href: string): PageError =>
  new PageError(409, '这份表单已经提交过', '这份表单已在别处提交过，您刚才填写的内容没有保存。请打开页面重新填写。', [
    { href, text: '重新打开页面' },
  ])

export const escalationErrorPages = {
  'escalation.not-found': () => new NotFound('没有这项督办。'),
  'escalation.nothing-to-explain': ({ id, number }: { readonly id: string; readonly number: string }) =>
    new PageError(409, '没有待说明的督办', '这一步已经结束，也已经说明过，没有待答复的督办。您填写的内容没有保存。', [
      { href: paths.bankApplication({ id }), text: `查看申请 ${number}` },
    ]),
  'escalation.explanation-form-used': ({ applicationId }: { readonly applicationId: string }) =>
    formUsed(paths.bankApplication({ id: applicationId })),
  'escalation.question-form-used': ({ escalationId }: { readonly escalationId: string }) =>
    formUsed(paths.bureauEscalation({ id: escalationId })),
  'escalation.sample-of-real-bank': ({ escalationId }: { readonly escalationId: string }) =>
    new PageError(
      409,
      '示例申请不能向银行督办',
      '这是示例申请，这家银行没有示例账号。示例的督办不会发给真实银行的人员，您填写的内容没有保存。',
      [{ href: paths.bureauEscalation({ id: escalationId }), text: '返回这项督办' }],
    ),
} satisfies ErrorPages
