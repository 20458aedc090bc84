import type { LawDate } from '../../kernel/dates.js'
import type { EscalationWithMessages } from '../escalation.js'
import { escalationStatus, type EscalationStatus } from './escalation-status.js'

/** An escalation with its status. */
export type ListedEscalation = EscalationWithMessages & { readonly status: EscalationStatus }

/** What a list can be narrowed to: escalations that the bank has to explain, those not done, or all. */
export const ESCALATION_FILTERS = ['waiting', 'open', 'all'] as const
type EscalationListFilter = (typeof ESCALATION_FILTERS)[number]
export const ESCALATION_FILTER_NAMES: Readonly<Record<EscalationListFilter, string>> = {
  waiting: '待说明',
  open: '未办完',
  all: '全部',
}

/** Escalations that await an explanation first, then those not done; within each group in the given order. */
export function sortByUrgency(
  escalations: readonly EscalationWithMessages[],
  today: LawDate,
): readonly ListedEscalation[] {
  const rank = ({ status, escalation }: ListedEscalation) =>
    status.awaitsExplanation ? 0 : escalation.end === null ? 1 : 2
  return escalations
    .map((one) => ({ ...one, status: escalationStatus(one, today) }))
    .sort((one, other) => rank(one) - rank(other))
}

/** Whether a narrowed list contains this one. */
export const matchesFilter = ({ status, escalation }: ListedEscalation, filter: EscalationListFilter): boolean =>
  filter === 'all' || (filter === 'waiting' ? status.awaitsExplanation : escalation.end === null)
