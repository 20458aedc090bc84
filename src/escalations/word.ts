import type { LawDate } from '../kernel/dates.js'

/**
 * What is said about an escalation: the bank's explanation, or a question of the bureau. Never changed; a later one
 * follows an earlier one.
 */
export type Word = {
  readonly id: string
  readonly escalationId: string
  readonly applicationId: string
  readonly requestId: string
  readonly bankId: string
  /** 1, 2, 3 … about one escalation. */
  readonly seq: number
  readonly kind: WordKind
  readonly text: string
  /** The day by which the bank says it will be done; null for a question, and for a step that is done. */
  readonly promisedOn: LawDate | null
  readonly at: Date
  /** The name of who said it, as timelines show it. */
  readonly by: string
}

/** `answer`: the bank explains. `question`: the bureau asks. */
export type WordKind = 'answer' | 'question'
