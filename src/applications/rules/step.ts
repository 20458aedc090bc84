import type { LawDate } from '../../kernel/dates.js'
import type { ApplicationKind, ApplicationState } from './state-table.js'

export const STEPS = ['claim', 'contact', 'terms', 'choice', 'decision', 'answer', 'places', 'dispatch'] as const
/** What somebody has to do next within a limit. */
export type StepName = (typeof STEPS)[number]

export const STEP_NAMES: Readonly<Record<StepName, string>> = {
  claim: '受理',
  contact: '首次联系',
  terms: '初步方案',
  choice: '企业选择方案',
  decision: '审批',
  answer: '企业补充材料',
  places: '分配名额',
  dispatch: '工信局派单',
}

/** Who the clock runs against. */
export type Holder = 'bank' | 'enterprise' | 'bureau' | 'portal'

/** Default limits in working days (source: the portal's rules). A project loan may be decided on for longer. */
export const LIMIT_DAYS = { claim: 1, contact: 3, terms: 5, choice: 10, decision: 9, dispatch: 1 } as const
export const PROJECT_DECISION_DAYS = 20

/** While the enterprise is asked, the bank's clock stands still; this span of time does not count. */
export type Pause = { readonly from: Date; readonly to: Date | null }

/** A limit that runs: what for, against whom, since when, until when. */
export type Step = {
  readonly name: StepName
  readonly holder: Holder
  readonly startedAt: Date
  /** Working days; null for a step that ends at an instant of its own. */
  readonly limitDays: number | null
  readonly pauses: readonly Pause[]
  /** The last day, by the calendar in use; while the clock stands still, as it would be if it went on today. */
  readonly dueOn: LawDate
  /** Part of the way lies in a year without a published calendar. */
  readonly provisional: boolean
  /** When 70 % and 100 % of the working time have gone by; null while the clock stands still. */
  readonly amberAt: Date | null
  readonly dueAt: Date | null
}

/** The step that a state stands for; null where nobody is waited for within a limit. */
export function stepOf(
  kind: ApplicationKind,
  state: ApplicationState,
  purpose: string | null,
): { readonly name: StepName; readonly holder: Holder; readonly limitDays: number } | null {
  const step = (name: keyof typeof LIMIT_DAYS, holder: Holder) => ({ name, holder, limitDays: LIMIT_DAYS[name] })
  if (kind === 'hall') return state === 'dispatched' ? step('dispatch', 'bureau') : null
  switch (state) {
    case 'submitted':
      return step('claim', 'bank')
    case 'claimed':
      return step('contact', 'bank')
    case 'contacted':
    case 'due_diligence':
      return step('terms', 'bank')
    case 'offered':
      return step('choice', 'enterprise')
    case 'chosen':
      return {
        ...step('decision', 'bank'),
        limitDays: purpose === '项目建设' ? PROJECT_DECISION_DAYS : LIMIT_DAYS.decision,
      }
    default:
      return null
  }
}
