import type { Facts, FactValue } from '@lueqiao/matching-engine'

/** An answer to one question. “不清楚” is an answer (`declined`), not a no and not a zero. */
export type Answer =
  | { readonly fact: string; readonly state: 'known'; readonly value: FactValue }
  | { readonly fact: string; readonly state: 'declined' }

/** The answers of one visitor, in the order in which they were first given. */
export type Questionnaire = { readonly id: string; readonly answers: readonly Answer[] }

/** Retention of a questionnaire from its first answer, and of a result from its creation, in days. */
export const RETENTION_DAYS = 30

/** When a record created at `now` expires. */
export const expiryFrom = (now: Date): Date => new Date(now.getTime() + RETENTION_DAYS * 86_400_000)

/** Replaces an earlier answer to the same question, or appends the answer. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  const place = answers.findIndex((one) => one.fact === answer.fact)
  return place < 0 ? [...answers, answer] : answers.with(place, answer)
}

/** The known facts. A declined question is missing, like one that was never answered. */
export function factsOf(answers: readonly Answer[]): Facts {
  return Object.fromEntries(answers.flatMap((one) => (one.state === 'known' ? [[one.fact, one.value]] : [])))
}

/** The questions answered with “不清楚”. */
export function declinedFacts(answers: readonly Answer[]): ReadonlySet<string> {
  return new Set(answers.flatMap((one) => (one.state === 'declined' ? [one.fact] : [])))
}

/**
 * The answers after the page with all questions was sent. A filled field becomes a known answer; an empty field removes
 * the answer, except an earlier “不清楚”.
 */
export function withProfile(answers: readonly Answer[], facts: Facts): readonly Answer[] {
  const updated = answers.flatMap((one): Answer[] => {
    const value = facts[one.fact]
    if (value !== undefined) return [{ fact: one.fact, state: 'known', value }]
    return one.state === 'declined' ? [one] : []
  })
  const answered = new Set(answers.map((one) => one.fact))
  const added = Object.entries(facts).filter(([fact]) => !answered.has(fact))
  return [...updated, ...added.map(([fact, value]): Answer => ({ fact, state: 'known', value }))]
}
