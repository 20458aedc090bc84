import type { MoverKind, StepName } from '../applications/index.js'
import type { LawDate } from '../kernel/dates.js'

/** A limit that a bank exceeded by a whole working day, reported to the bureau. It holds no name of anybody. */
export type Escalation = {
  readonly id: string
  readonly applicationId: string
  readonly requestId: string
  readonly bankId: string
  readonly step: StepName
  /** The last day of the limit. */
  readonly dueOn: LawDate
  readonly at: Date
  /** The last move before it. */
  readonly afterSeq: number
  /** The move that ended the step; null while the step is open, also while the enterprise is asked. */
  readonly end: EscalationEnd | null
}

export type EscalationEnd = {
  readonly seq: number
  readonly action: string
  readonly by: MoverKind
  readonly at: Date
  /** Working days past the limit at the end, without pauses. */
  readonly overDays: number
}

/**
 * A message about an escalation: the bank's explanation, or a question of the bureau. Messages are added and never
 * changed.
 */
export type EscalationMessage = {
  readonly id: string
  readonly escalationId: string
  readonly applicationId: string
  readonly requestId: string
  readonly bankId: string
  /** 1, 2, 3 … within one escalation. */
  readonly seq: number
  readonly kind: EscalationMessageKind
  readonly text: string
  /** The day by which the bank promises to be done; null for a question, and for a step that is done. */
  readonly promisedOn: LawDate | null
  readonly at: Date
  /** The author's name, as timelines show it. */
  readonly by: string
}

/** `answer`: the bank explains. `question`: the bureau asks. */
export type EscalationMessageKind = 'answer' | 'question'

/** An escalation with its messages, first to last. */
export type EscalationWithMessages = {
  readonly escalation: Escalation
  readonly messages: readonly EscalationMessage[]
}
