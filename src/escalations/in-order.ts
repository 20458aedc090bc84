import type { LawDate } from '../kernel/dates.js'
import { saidOf, type Said, type Told } from './said-of.js'

/** An escalation with what it comes to. */
export type InTurn = Told & { readonly said: Said }

/** Which escalations a list is asked for: those the bank has still to speak about, those not done, or all. */
export const SHOWN = ['waiting', 'open', 'all'] as const
export type Shown = (typeof SHOWN)[number]
export const SHOWN_NAMES: Readonly<Record<Shown, string>> = { waiting: '待说明', open: '未办完', all: '全部' }

/** Escalations as somebody takes them up: what waits for words first, then what is not done; within each as given. */
export function inOrder(told: readonly Told[], today: LawDate): readonly InTurn[] {
  const turn = ({ said, escalation }: InTurn) => (said.waits ? 0 : escalation.end === null ? 1 : 2)
  return told.map((one) => ({ ...one, said: saidOf(one, today) })).sort((a, b) => turn(a) - turn(b))
}

/** Whether a list that is asked for has this one. */
export const isShown = ({ said, escalation }: InTurn, shown: Shown): boolean =>
  shown === 'all' || (shown === 'waiting' ? said.waits : escalation.end === null)
