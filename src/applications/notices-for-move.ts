import { formatDate } from '../kernel/dates.js'
import type { Recipient, Tell } from '../notices/index.js'
import { paths } from '../paths.js'
import type { Application, MoveRecord } from './application.js'
import { REFUSALS } from './refusal-codes.js'
import { titleOf } from './move-refused.js'
import { STATE_NAMES, type Action } from './state-table.js'
import { STEP_NAMES } from './step.js'

/**
 * Who has to learn of a move: the side that did not make it, and whoever has to act next. A move inside the bank that
 * nobody waits for (the start of due diligence) tells the enterprise and nobody else; what the portal does at once on
 * the enterprise's own submission or choice tells it nothing that its page did not.
 */
export function noticesForMove(application: Application, move: MoveRecord): readonly Tell[] {
  const tell = (to: Recipient): Tell => ({
    to,
    subject: `${titleOf(move.action, move.from)}：${application.title}（${application.number}）`,
    text: textOf(application, move),
    href: paths.application({ id: application.id }),
    about: { kind: 'application', id: application.id },
  })
  const enterprise: Recipient = { kind: 'enterprise', id: application.enterpriseId }
  const toEnterprise = move.by.kind === 'enterprise' || OWN_DOING.has(move.action) ? [] : [tell(enterprise)]
  return [...toEnterprise, ...bankOf(application, move).map(tell), ...bureauOf(move).map(tell)]
}

/** Moves of the portal that only carry out what the enterprise has just done. */
const OWN_DOING: ReadonlySet<string> = new Set<Action>(['list', 'settle'])

/** The bank learns of what the enterprise, the bureau or the portal did: its person in charge, or all while there is none. */
function bankOf({ bankId, officerId }: Application, { by, action }: MoveRecord): readonly Recipient[] {
  if (bankId === null || by.kind === 'officer' || by.kind === 'manager') return []
  const own: Recipient = { kind: 'bank', id: bankId }
  // What the bank let pass itself is a matter for its managers.
  if (action === 'release' || action === 'expire') return [{ ...own, role: 'manager' }]
  return [officerId === null ? own : { ...own, accountId: officerId }]
}

const bureauOf = ({ action }: MoveRecord): readonly Recipient[] =>
  action === 'dispatch' ? [{ kind: 'bureau', id: 'bureau' }] : []

function textOf(application: Application, move: MoveRecord): string {
  const { bankName, productName, step, refusal, asked } = application
  const who = [bankName, productName].filter(Boolean).join('，')
  const lines = [
    `${who === '' ? '需求大厅' : who}：${titleOf(move.action, move.from)}。现在的状态：${STATE_NAMES[application.state]}。`,
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
