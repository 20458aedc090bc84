import { formatDate } from '../kernel/dates.js'
import { wanText } from '../kernel/money.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import { SYNDICATE_STATE_NAMES, moveTitle, type SyndicateAction } from './rules/state-table.js'
import type { Syndicate, SyndicateMove } from './rules/syndicate.js'

/** The sides that get a notice of a move; the mover gets none. */
type NoticeSide = 'lead' | 'enterprise' | 'members'

const NOTIFIED_SIDES: Readonly<Record<SyndicateAction, readonly NoticeSide[]>> = {
  revise: [],
  share: ['members'],
  invite: [],
  recall: [],
  propose: ['enterprise'],
  consent: ['lead'],
  consentMore: ['lead'],
  object: ['lead'],
  refuse: ['lead'],
  accept: ['lead', 'enterprise'],
  decline: ['lead'],
  lapse: ['lead'],
  retract: ['lead', 'enterprise'],
  sign: ['enterprise', 'members'],
  draw: ['enterprise', 'members', 'lead'],
  repay: ['enterprise', 'members', 'lead'],
  finish: ['enterprise', 'members', 'lead'],
  settle: ['enterprise', 'members', 'lead'],
  terminate: ['enterprise', 'lead', 'members'],
  takeBack: ['lead', 'members'],
}

/**
 * The notices of a move: to the sides of the table above, and to each bank whose invitation goes out, is taken back or
 * ends with the syndicate. A bank that may no longer see the syndicate is led to its list.
 */
export function noticesForMove(before: Syndicate, after: Syndicate, move: SyndicateMove): readonly Tell[] {
  const action = move.action as SyndicateAction
  const to = (recipient: Recipient, subject: string, lines: readonly string[], href: string): Tell => ({
    to: recipient,
    subject,
    text: lines.filter((line) => line !== '').join('\n'),
    href,
    about: { kind: 'syndicate', id: after.id },
  })
  const subject = `银团：${moveTitle(action)}（${after.title}）`
  const lines = [
    `${move.by.organisation}：${moveTitle(action)}${move.bankName === null ? '' : `（${move.bankName}）`}。`,
    `现在的状态：${SYNDICATE_STATE_NAMES[after.state]}。`,
    move.reason === null ? '' : `说明：${move.reason}`,
  ]
  const mover = move.by.organisation
  const sides = recipientsOf(after, NOTIFIED_SIDES[action])
    .filter(({ name }) => name !== mover)
    .map(({ recipient }) => to(recipient, subject, lines, paths.syndicate({ id: after.id })))
  return [
    ...sides,
    ...noticesToInvitedBanks(before, after, move).map(({ bankId, ...one }) =>
      to({ kind: 'bank', id: bankId }, one.subject, one.lines, one.href),
    ),
  ]
}

function recipientsOf(
  syndicate: Syndicate,
  sides: readonly NoticeSide[],
): readonly { recipient: Recipient; name: string }[] {
  const { enterpriseId, enterpriseName, lead, members, invitations } = syndicate
  const bank = (id: string | null, name: string) =>
    id === null ? [] : [{ recipient: { kind: 'bank', id } as const, name }]
  const joined =
    members.length > 0
      ? members.filter(({ bankId }) => bankId !== lead.bankId)
      : invitations.filter(({ state }) => state === 'accepted')
  const of: Readonly<Record<NoticeSide, readonly { recipient: Recipient; name: string }[]>> = {
    enterprise: [{ recipient: { kind: 'enterprise', id: enterpriseId }, name: enterpriseName }],
    lead: bank(lead.bankId, lead.bankName),
    members: joined.flatMap(({ bankId, bankName }) => bank(bankId, bankName)),
  }
  return sides.flatMap((side) => of[side])
}

type BankNotice = {
  readonly bankId: string
  readonly subject: string
  readonly lines: readonly string[]
  readonly href: string
}

/** Banks whose own invitation changed without their doing. */
function noticesToInvitedBanks(before: Syndicate, after: Syndicate, { reason }: SyndicateMove): readonly BankNotice[] {
  const was = new Map(before.invitations.map(({ id, state }) => [id, state]))
  return after.invitations.flatMap((one): BankNotice[] => {
    const [earlier, now] = [was.get(one.id), one.state]
    if (earlier === now) return []
    if (now === 'sent') return [invitationNotice(after, one)]
    const gone = earlier === 'sent' || earlier === 'accepted'
    if (!gone || !['recalled', 'lapsed', 'refused'].includes(now)) return []
    const why = now === 'lapsed' ? '答复期限已过，没有收到贵行的答复。' : (reason ?? '')
    return [
      {
        bankId: one.bankId,
        subject: `银团邀请已结束：${after.title}`,
        lines: [
          `${after.lead.bankName}发起的银团邀请已结束，贵行不再能查看这个项目。`,
          why === '' ? '' : `说明：${why}`,
        ],
        href: paths.syndicates({}),
      },
    ]
  })
}

function invitationNotice(
  syndicate: Syndicate,
  { bankId, proposedFen, message, until }: Syndicate['invitations'][number],
): BankNotice {
  return {
    bankId,
    subject: `银团邀请：${syndicate.title}`,
    lines: [
      `${syndicate.lead.bankName}邀请贵行参加银团，总额 ${wanText(syndicate.totalFen)}，拟请承贷 ${wanText(proposedFen)}。`,
      message,
      `请在 ${formatDate(until)} 前答复。`,
    ],
    href: paths.syndicate({ id: syndicate.id }),
  }
}
