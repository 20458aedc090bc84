import type { ClientSession } from 'mongoose'
import type { Application, Proposal } from '../applications/index.js'
import { wanText } from '../kernel/money.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { ReviewContext } from './review.context.js'

/** What became of a proposal. */
export type ProposalNews = 'made' | 'confirmed' | 'changed' | 'sent back'

const SUBJECTS: Readonly<Record<ProposalNews, string>> = {
  made: '待您审批',
  confirmed: '您的意见已获批准',
  changed: '经理作出了与您的意见不同的决定',
  'sent back': '您的意见已退回',
}

/** Tells the managers of a proposal, and its proposer of what became of it. Nothing of this leaves the bank. */
export async function tellOfProposal(
  { notices }: Pick<ReviewContext, 'notices'>,
  session: ClientSession,
  application: Application,
  proposal: Proposal,
  news: ProposalNews,
  reason = '',
): Promise<void> {
  const { bankId } = application
  if (bankId === null) return
  const to: Recipient =
    news === 'made'
      ? { kind: 'bank', id: bankId, role: 'manager' }
      : { kind: 'bank', id: bankId, accountId: proposal.byId }
  const threshold = wanText(proposal.thresholdFen)
  const what = proposal.kind === 'approve' ? '建议批准' : '建议不予通过'
  const text = [
    `${application.enterpriseName}，${application.title}：${proposal.by}${what}。`,
    `金额超过本行 ${threshold} 的双人审批门槛，须由另一位审批经理决定。`,
    ...(reason === '' ? [] : [`说明：${reason}`]),
  ].join('\n')
  await notices.tell(session, { ...noticeOf(application), to, subject: subjectOf(SUBJECTS[news], application), text })
}

/** Tells whoever takes a case over, and whoever hands it on. */
export async function tellOfAssignment(
  { notices }: Pick<ReviewContext, 'notices'>,
  session: ClientSession,
  application: Application,
  given: { readonly toId: string; readonly toName: string; readonly by: string },
): Promise<void> {
  const { bankId, officerId } = application
  if (bankId === null) return
  const text = `${application.enterpriseName}，${application.title}：${given.by}改派给${given.toName}办理。`
  const people = [...new Set([given.toId, ...(officerId === null ? [] : [officerId])])]
  const tells = people.map((accountId): Tell => ({
    ...noticeOf(application),
    to: { kind: 'bank', id: bankId, accountId },
    subject: subjectOf('改派客户经理', application),
    text,
  }))
  await notices.tell(session, tells)
}

const subjectOf = (what: string, { title, number }: Application) => `${what}：${title}（${number}）`

const noticeOf = ({ id }: Application) => ({
  href: paths.application({ id }),
  about: { kind: 'application', id },
})
