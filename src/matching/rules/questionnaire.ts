import type { Facts, FactValue } from '@lueqiao/matching-engine'

/** An answer to one question; “不清楚” is an answer too, and is neither no nor zero. */
export type Answer =
  | { readonly fact: string; readonly state: 'known'; readonly value: FactValue }
  | { readonly fact: string; readonly state: 'declined' }

/** The answers of one visitor, in the order they were first given. */
export type Questionnaire = { readonly id: string; readonly answers: readonly Answer[] }

/** A questionnaire is kept for thirty days from its first answer, a result for thirty days from its making. */
export const RETENTION_DAYS = 30

/** The moment from which something made at `now` is gone. */
export const expiryFrom = (now: Date): Date => new Date(now.getTime() + RETENTION_DAYS * 86_400_000)

/** Puts an answer in the place of an earlier one to the same question, or at the end. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  const place = answers.findIndex((one) => one.fact === answer.fact)
  return place < 0 ? [...answers, answer] : answers.with(place, answer)
}

/** What is known; a question that was declined is missing here, like one never asked. */
export function factsOf(answers: readonly Answer[]): Facts {
  return Object.fromEntries(answers.flatMap((one) => (one.state === 'known' ? [[one.fact, one.value]] : [])))
}

/** The questions answered with “不清楚”. */
export function declinedFacts(answers: readonly Answer[]): ReadonlySet<string> {
  return new Set(answers.flatMap((one) => (one.state === 'declined' ? [one.fact] : [])))
}

/**
 * The answers after the page with all questions was sent: what was filled in is known, and what was left empty is
 * not given, except that an earlier “不清楚” stands.
 */
export function withProfile(answers: readonly Answer[], facts: Facts): readonly Answer[] {
  const kept = answers.flatMap((one): Answer[] => {
    const value = facts[one.fact]
    if (value !== undefined) return [{ fact: one.fact, state: 'known', value }]
    return one.state === 'declined' ? [one] : []
  })
  const asked = new Set(answers.map((one) => one.fact))
  const added = Object.entries(facts).filter(([fact]) => !asked.has(fact))
  return [...kept, ...added.map(([fact, value]): Answer => ({ fact, state: 'known', value }))]
}
