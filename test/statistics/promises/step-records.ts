import { REFUSAL_CODES, type Application, type EndedStep, type Offer } from '../../../src/applications/index.js'
import { chance, rawRecords, type Raw, type Chance } from '../figures/raw-records.js'

const DAY_MS = 86_400_000

/**
 * Raw records with what banks promised and kept: steps that have ended, steps that are late, offers and decisions,
 * refusals, dispatches. Made from a seed.
 */
export function stepRecords(seed: number, count: number, isSample = false): Raw {
  const dice = chance(seed + 1)
  const raw = rawRecords(seed, count)
  return {
    ...raw,
    requests: raw.requests.map((one) => ({ ...one, isSample })),
    applications: raw.applications.map((one) => ({ ...(one.bankId === null ? one : withSteps(one, dice)), isSample })),
    loans: raw.loans.map((one) => ({ ...one, isSample })),
  }
}

function withSteps(application: Application, dice: Chance): Application {
  const { submittedAt, reached, decision } = application
  const after = (days: number) => new Date(submittedAt.getTime() + days * DAY_MS)
  const ended = (name: EndedStep['name'], holder: EndedStep['holder'], at: number, limitDays: number): EndedStep => {
    const usedDays = dice.below(limitDays * 20) / 10
    return { name, holder, limitDays, usedDays, onTime: usedDays <= limitDays, endedAt: after(at) }
  }
  const offered = reached.claimed !== undefined && dice.next() < 0.8
  const steps = [
    ...(reached.claimed ? [ended('claim', 'bank', 1, 1), ended('contact', 'bank', 3, 3)] : []),
    ...(offered ? [ended('terms', 'bank', 6, 5), ended('choice', 'enterprise', 12, 10)] : []),
    ...(decision ? [ended('decision', 'bank', 20, 9)] : []),
  ]
  const late = dice.next() < 0.2
  const declined = reached.declined !== undefined
  return {
    ...application,
    steps,
    channel: dice.next() < 0.2 ? 'dispatch' : application.channel,
    state: declined ? 'declined' : application.state,
    reached: { ...reached, ...(offered && { offered: after(2 + dice.below(9)) }) },
    offer: offered ? offerOf(300 + dice.below(100)) : null,
    refusal: declined ? refusalOf(dice) : null,
    step: late ? stepUntil(dice, after(5)) : null,
  }
}

const offerOf = (rateBp: number): Offer => ({
  id: 'offer',
  at: new Date(0),
  by: '',
  terms: {
    ...{ amountFen: 1, rateBp, months: 12, method: '等额本金', dayCount: 'month', fees: [], securities: [] },
    ...{ conditions: '', validUntil: '2027-01-01' },
  },
})

const refusalOf = (dice: Chance): Application['refusal'] => ({
  ...{ code: dice.pick(REFUSAL_CODES), text: '', wayOn: '', at: new Date(0), by: '' },
  condition: dice.next() < 0.5 ? { fact: 'enterprise.debtRatioPct', sentence: '资产负债率不高于 70%' } : null,
})

const stepUntil = (dice: Chance, dueAt: Date): Application['step'] => ({
  name: dice.pick(['claim', 'contact', 'terms', 'decision'] as const),
  holder: dice.pick(['bank', 'bank', 'enterprise'] as const),
  ...{ startedAt: new Date(0), limitDays: 3, pauses: [], dueOn: '2026-01-01', provisional: false, amberAt: null },
  dueAt: dice.next() < 0.3 ? new Date('2026-12-31T00:00:00Z') : dueAt,
})

/** A ledger's day, written by hand. */
export const inChina = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
