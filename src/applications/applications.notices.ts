import { formatDate } from '../kernel/dates.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Application, MoveRecord } from './rules/application.js'
import { REFUSALS } from './rules/refusal-codes.js'
import { moveTitle, STATE_NAMES, type MoveAction } from './rules/state-table.js'
import { STEP_NAMES } from './rules/step.js'

/**
 * The notices of a move: to the side that did not make it, and to whoever has to act next. A move inside the bank that
 * nobody waits for (the start of due diligence) is announced to the enterprise alone. What the portal does at once after
 * the enterprise's own submission or choice is not announced to the enterprise.
 */
export function noticesForMove(application: Application, move: MoveRecord): readonly Tell[] {
  const tell = (to: Recipient): Tell => ({
    to,
    subject: `${moveTitle(move.action, move.from)}：${application.title}（${application.number}）`,
    text: textOf(application, move),
    href: paths.application({ id: application.id }),
    about: { kind: 'application', id: application.id },
  })
  const enterprise: Recipient = { kind: 'enterprise', id: application.enterpriseId }
  const toEnterprise = move.by.kind === 'enterprise' || FOLLOWS_ENTERPRISE.has(move.action) ? [] : [tell(enterprise)]
  return [...toEnterprise, ...bankOf(application, move).map(tell), ...bureauOf(move).map(tell)]
}

/** Moves of the portal that follow at once from what the enterprise has done. */
const FOLLOWS_ENTERPRISE: ReadonlySet<string> = new Set<MoveAction>(['list', 'settle'])

/** The officer in charge, or the whole bank while there is none, for a move of the enterprise, the bureau or the portal. */
function bankOf({ bankId, officerId }: Application, { by, action }: MoveRecord): readonly Recipient[] {
  if (bankId === null || by.kind === 'officer' || by.kind === 'manager') return []
  const own: Recipient = { kind: 'bank', id: bankId }
  // A place or an application lost by inaction concerns the managers.
  if (action === 'release' || action === 'expire') return [{ ...own, role: 'manager' }]
  return [officerId === null ? own : { ...own, accountId: officerId }]
}

const bureauOf = ({ action }: MoveRecord): readonly Recipient[] =>
  action === 'dispatch' ? [{ kind: 'bureau', id: 'bureau' }] : []

function textOf(application: Application, move: MoveRecord): string {
  const { bankName, productName, step, refusal, asked } = application
  const who = [bankName, productName].filter(Boolean).join('，')
  const lines = [
    `${who === '' ? '需求大厅' : who}：${moveTitle(move.action, move.from)}。现在的状态：${STATE_NAMES[application.state]}。`,
    ...(move.reason === null ? [] : [`说明：${move.reason}`]),
    ...(move.action === 'ask' && asked !== null
      ? [`需要补充：${asked.items.join('；')}。补充期间银行的计时暂停。`]
      : []),
    ...(move.action === 'decline' && refusal !== null
      ? [`原因：${REFUSALS[refusal.code].title}。${refusal.text}`, refusal.wayOn]
      : []),
    ...(step?.dueAt ? [`下一步：${STEP_NAMES[step.name]}，最迟 ${formatDate(step.dueOn)}。`] : []),
  ]
  return lines.join('\n')
}

/** The bank's notice of a contest; none for an application in the hall. */
export function contestNotice(application: Application, text: string): readonly Tell[] {
  const { id, bankId, officerId, title, number, enterpriseName } = application
  if (bankId === null) return []
  return [
    {
      to: { kind: 'bank', id: bankId, ...(officerId !== null && { accountId: officerId }) },
      subject: `企业对未通过的依据提出异议：${title}（${number}）`,
      text: `${enterpriseName}：${text}`,
      href: paths.application({ id }),
      about: { kind: 'application', id },
    },
  ]
}

/** The notice of a new document, to the officer in charge. */
export const documentNotice = (
  { id, title, number, enterpriseName }: Application,
  { bankId, officerId }: { readonly bankId: string; readonly officerId: string },
  document: string,
): Tell => ({
  to: { kind: 'bank', id: bankId, accountId: officerId },
  subject: `企业补充了材料：${document}（${number}）`,
  text: `${enterpriseName}为“${title}”补充了${document}。`,
  href: paths.application({ id }),
  about: { kind: 'application', id },
})
