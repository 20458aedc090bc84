import { formatDate } from '../../kernel/dates.js'
import { formatYuan, type Fen, wanText, exactWanText } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import { formatInstant } from '../../kernel/format-instant.js'
import type { VisibleSyndicate } from '../syndicates.service.js'
import { checkShares, isJoint, roleName, shareText, type RuleCheck } from '../rules/share-rules.js'
import type { SyndicateAccess } from '../rules/member-access.js'
import { isEnded, SYNDICATE_STATE_NAMES, moveTitle } from '../rules/state-table.js'
import {
  drawnFen,
  INVITATION_STATE_NAMES,
  repaidFen,
  sharesOf,
  type FigureBasis,
  type SyndicatePayment,
  type SyndicateMember,
  type Syndicate,
  type SyndicateMove,
} from '../rules/syndicate.js'

export type AmountView = { readonly text: string; readonly exact: string }
const amount = (fen: Fen): AmountView => ({ text: wanText(fen), exact: exactWanText(fen) })

const BASIS_WORDS: Readonly<Record<Exclude<FigureBasis, null>, string>> = { reported: '报道', sample: '示例' }
const basisText = (basis: FigureBasis): string => (basis === null ? '' : BASIS_WORDS[basis])

export const rateText = ({ rateBp }: Pick<Syndicate, 'rateBp'>): string =>
  rateBp === null ? '未定' : formatRatePct(pctFromBp(rateBp))
export const termText = ({ termMonths }: Pick<Syndicate, 'termMonths'>): string =>
  termMonths === null ? '未定' : `${termMonths} 个月`

/** What the syndicate is for, as everybody who sees it may know. */
export function termsOf(
  syndicate: Syndicate,
): readonly { readonly label: string; readonly text: string; readonly exact: string }[] {
  const { investmentFen, totalFen, purpose, enterpriseName, lead } = syndicate
  const plain = (label: string, text: string) => ({ label, text, exact: text })
  const sum = (label: string, fen: Fen | null) => (fen === null ? plain(label, '未填写') : { label, ...amount(fen) })
  return [
    plain('借款企业', enterpriseName),
    plain('牵头行', lead.bankName),
    sum('项目总投资', investmentFen),
    sum('银团总额', totalFen),
    plain('期限', termText(syndicate)),
    plain('利率', rateText(syndicate)),
    plain('用途', purpose || '未填写'),
  ]
}

export type ShareRow = {
  readonly bankName: string
  readonly role: string
  readonly isAgent: boolean
  readonly basis: string
  readonly share: AmountView
  readonly pct: string
  readonly answered: string
  readonly drawn: AmountView
  readonly left: AmountView
  readonly balance: AmountView
}

/**
 * The share table. Who sees only the own part gets the lead, the own row, and the others together under no name.
 */
export function shareTableOf(syndicate: Syndicate, sight: Exclude<SyndicateAccess, null>, bankId: string | null) {
  const shares = sharesOf(syndicate)
  const jointly = isJoint(shares)
  const visible = sight === 'all' ? shares : shares.filter((one) => one.role === 'lead' || one.bankId === bankId)
  const hidden = shares.filter((one) => !visible.includes(one))
  const promised = shares.reduce((sum, { shareFen }) => sum + shareFen, 0)
  return {
    rows: [
      ...visible.map((one) => rowOf(syndicate, one, jointly)),
      ...(hidden.length === 0 ? [] : [together(syndicate, hidden)]),
    ],
    total: rowOf(syndicate, sumOf(shares, '合计'), jointly),
    missing: syndicate.totalFen > promised ? amount(syndicate.totalFen - promised) : null,
    missingPct: syndicate.totalFen > promised ? shareText(syndicate.totalFen - promised, syndicate.totalFen) : '',
    paid: drawnFen(syndicate) > 0,
  }
}

function rowOf(syndicate: Syndicate, one: SyndicateMember, jointly: boolean): ShareRow {
  const { agreement, totalFen } = syndicate
  return {
    bankName: one.bankName,
    role: roleName(one.role, jointly),
    isAgent: agreement?.agentKey === one.key,
    basis: basisText(one.basis),
    share: amount(one.shareFen),
    pct: shareText(one.shareFen, totalFen),
    answered: answeredText(one),
    drawn: { text: formatYuan(one.drawnFen), exact: exactWanText(one.drawnFen) },
    left: {
      text: formatYuan(one.shareFen - one.drawnFen),
      exact: exactWanText(one.shareFen - one.drawnFen),
    },
    balance: {
      text: formatYuan(one.drawnFen - one.repaidFen),
      exact: exactWanText(one.drawnFen - one.repaidFen),
    },
  }
}

/** When a bank accepted; sums and examples have no date. */
function answeredText({ key, role, answeredAt, basis }: SyndicateMember): string {
  if (answeredAt !== null) return formatInstant(answeredAt)
  if (key === '') return ''
  return role === 'lead' ? '发起银团' : basis === null ? '未填写' : '未公布'
}

const together = (syndicate: Syndicate, hidden: readonly SyndicateMember[]): ShareRow => ({
  ...rowOf(syndicate, sumOf(hidden, `其他 ${hidden.length} 家银行合计`), false),
  role: '',
})

const sumOf = (shares: readonly SyndicateMember[], bankName: string): SyndicateMember => ({
  ...{ key: '', bankId: null, bankName, role: 'participant', answeredAt: null, basis: null },
  shareFen: shares.reduce((sum, one) => sum + one.shareFen, 0),
  drawnFen: shares.reduce((sum, one) => sum + one.drawnFen, 0),
  repaidFen: shares.reduce((sum, one) => sum + one.repaidFen, 0),
})

export const rulesOf = (syndicate: Syndicate): readonly RuleCheck[] =>
  checkShares(syndicate.totalFen, sharesOf(syndicate))

/** The invitations for the lead, the enterprise and the bureau; for an invited bank its own alone. */
export function invitationsOf({ syndicate, access: sight, mayRead }: VisibleSyndicate, bankId: string | null) {
  return syndicate.invitations
    .filter((one) => sight === 'all' || one.bankId === bankId)
    .map((one) => ({
      bankName: one.bankName,
      role: roleName(one.role, true),
      proposed: amount(one.proposedFen),
      until: formatDate(one.until),
      state: INVITATION_STATE_NAMES[one.state],
      tone: one.state === 'accepted' ? 'pass' : one.state === 'proposed' || one.state === 'sent' ? 'unknown' : '',
      consent:
        one.consent === null ? '未同意' : formatInstant(one.consent.at) + (mayRead(one.bankId) ? '' : '，现已收回'),
      answer: answerText(one.answer),
      message: one.message,
    }))
}

function answerText(answer: Syndicate['invitations'][number]['answer']): string {
  if (answer === null) return '未答复'
  const words = answer.amountFen === null ? (answer.reason ?? '') : `承贷 ${exactWanText(answer.amountFen)}`
  return `${formatInstant(answer.at)}：${words}`
}

/** Payments of one kind with each bank's part, and the running sum. */
export function flowsOf(syndicate: Syndicate, flows: readonly SyndicatePayment[], kind: SyndicatePayment['kind']) {
  let sum = 0
  return flows
    .filter((flow) => flow.kind === kind)
    .map((flow, place) => {
      sum += flow.amountFen
      return {
        number: place + 1,
        on: formatDate(flow.on),
        amount: formatYuan(flow.amountFen),
        sum: formatYuan(sum),
        note: flow.note,
        basis: basisText(flow.basis),
        parts: syndicate.members.map(({ key, bankName }) => ({
          bankName,
          text: formatYuan(flow.parts.find((part) => part.key === key)?.fen ?? 0),
        })),
      }
    })
}

/** The moves, latest first. A reader with access `own` sees no other banks. */
export function timelineOf(
  { state }: Syndicate,
  moves: readonly SyndicateMove[],
  sight: Exclude<SyndicateAccess, null>,
  bankId: string | null,
) {
  const visible = sight === 'all' ? moves : moves.flatMap((one) => ownMove(one, bankId))
  return [...visible].reverse().map(({ action, by, at, reason, bankName, to }, place) => ({
    title: moveTitle(action) + (bankName === null ? '' : `：${bankName}`),
    who: `${by.organisation}${by.name === '' ? '' : ` ${by.name}`}`,
    at: formatInstant(at),
    state: SYNDICATE_STATE_NAMES[to],
    reason: reason ?? '',
    now: place === 0 && !isEnded(state),
  }))
}

/** A move as a bank may read it that sees its own part alone: its own, and those that concern everybody. */
function ownMove(move: SyndicateMove, bankId: string | null): readonly SyndicateMove[] {
  if (move.bankId === bankId) return [move]
  return ['form', 'propose', 'consent'].includes(move.action) ? [{ ...move, bankName: null }] : []
}

/** Balance of the whole syndicate and of what was paid, for the head of the page. */
export const paidOf = (syndicate: Syndicate) => ({
  drawn: amount(drawnFen(syndicate)),
  repaid: amount(repaidFen(syndicate)),
  balance: amount(drawnFen(syndicate) - repaidFen(syndicate)),
})
