import type { Application, Proposal } from '../applications/index.js'
import { formatDate } from '../kernel/dates.js'
import { wanText } from '../kernel/money.js'
import type { Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Visit } from './data/visit.store.js'

/** What happened to a proposal. */
export type ProposalEvent = 'made' | 'confirmed' | 'changed' | 'sent back'

const PROPOSAL_SUBJECTS: Readonly<Record<ProposalEvent, string>> = {
  made: '待您审批',
  confirmed: '您的意见已获批准',
  changed: '经理作出了与您的意见不同的决定',
  'sent back': '您的意见已退回',
}

/** A new proposal goes to the bank's managers, all else to the proposer; nothing leaves the bank. */
export function proposalNotices(
  application: Application,
  proposal: Proposal,
  event: ProposalEvent,
  reason = '',
): readonly Tell[] {
  const { bankId, enterpriseName, title } = application
  if (bankId === null) return []
  const suggestion = proposal.kind === 'approve' ? '建议批准' : '建议不予通过'
  const text = [
    `${enterpriseName}，${title}：${proposal.by}${suggestion}。`,
    `金额超过本行 ${wanText(proposal.thresholdFen)} 的双人审批门槛，须由另一位审批经理决定。`,
    ...(reason === '' ? [] : [`说明：${reason}`]),
  ].join('\n')
  const bank = { kind: 'bank', id: bankId } as const
  const to = event === 'made' ? { ...bank, role: 'manager' as const } : { ...bank, accountId: proposal.byId }
  return [{ ...aboutCase(application), to, subject: subjectOf(PROPOSAL_SUBJECTS[event], application), text }]
}

/** To the new officer of a case and to the former one. */
export function assignmentNotices(
  application: Application,
  { toId, toName, by }: { readonly toId: string; readonly toName: string; readonly by: string },
): readonly Tell[] {
  const { bankId, officerId, enterpriseName, title } = application
  if (bankId === null) return []
  const text = `${enterpriseName}，${title}：${by}改派给${toName}办理。`
  return [...new Set([toId, ...(officerId === null ? [] : [officerId])])].map((accountId) => ({
    ...aboutCase(application),
    to: { kind: 'bank', id: bankId, accountId },
    subject: subjectOf('改派客户经理', application),
    text,
  }))
}

/** To the enterprise: the bank plans a visit. */
export const visitNotice = (application: Application, { by, plannedOn, place, note }: Visit): Tell => ({
  ...aboutCase(application),
  to: { kind: 'enterprise', id: application.enterpriseId },
  subject: subjectOf('预约走访', application),
  text: [
    `${application.bankName ?? ''}的${by}预约 ${formatDate(plannedOn)} 到${place}走访。`,
    ...(note === '' ? [] : [`说明：${note}`]),
  ].join('\n'),
})

/** To the enterprise: its contest of the refusal is rejected. */
export const contestRejectedNotice = (application: Application, answer: string): Tell => ({
  ...aboutCase(application),
  to: { kind: 'enterprise', id: application.enterpriseId },
  subject: subjectOf('异议答复', application),
  text: `${application.bankName ?? ''}认为异议不成立，原结论不变。答复：${answer}`,
})

const subjectOf = (event: string, { title, number }: Application) => `${event}：${title}（${number}）`

const aboutCase = ({ id }: Application) => ({
  href: paths.application({ id }),
  about: { kind: 'application', id },
})
