import type { Application, Refusal, Decision } from '../../applications/index.js'
import type { Chance } from '../sample-figures.js'
import { explained } from './explained.js'
import type { Cast } from './people.js'
import type { Stage } from './stage.js'
import { workingDaysOn, type Timeline } from './timeline.js'

export type Answer =
  | { readonly kind: 'approve'; readonly decision: Pick<Decision, 'amountFen' | 'rateBp' | 'months' | 'conditions'> }
  | { readonly kind: 'decline'; readonly refusal: Omit<Refusal, 'at' | 'by'> }

/** What stories share. `end`: the instant at which the history ends. */
export type World = {
  readonly stage: Stage
  readonly timeline: Timeline
  readonly cast: Cast
  readonly end: Date
}

/** The person of the bank that an application lies with: by its number, which is the same in every telling. */
export const deskOf = ({ cast }: Pick<World, 'cast'>, { bankId, number }: Application): Express.User =>
  cast.officerOf({ bankId: bankId ?? '' }, 1 + ([...number].reduce((sum, digit) => sum + digit.charCodeAt(0), 0) % 3))

/** An application as it stands, as a person of its bank has it open. */
export const caseOf = (world: Pick<World, 'cast'>, application: Application, user = deskOf(world, application)) => ({
  user,
  id: application.id,
  shown: application.version,
})

/** Proposals of the last days of the history that the manager of the demonstration has still to look at. */
const LEFT_TO_THE_MANAGER_MS = 12 * 86_400_000

/** Decides; above the bank's threshold a manager confirms one or two working days later. */
export async function* answered(
  world: World,
  application: Application,
  answer: Answer,
  chance: Chance,
): AsyncGenerator<Date, void, undefined> {
  const { stage, cast, end } = world
  if ((await stage.review.decide(caseOf(world, application), answer)) === 'decided') return
  const manager = cast.managerOf({ bankId: application.bankId ?? '' })
  // Whoever signs in as this manager finds something to decide.
  const waits = manager.email !== '' && stage.now().getTime() > end.getTime() - LEFT_TO_THE_MANAGER_MS
  yield waits ? new Date(end.getTime() + 1) : workingDaysOn(stage.now(), chance.between(0, 1), chance)
  const proposed = await stage.applications.get('all', application.id)
  if (proposed.proposal === null) return
  await stage.review.confirmProposal(caseOf(world, proposed, manager))
}

/** How reliable a bank is, from 0.80 to 0.97: its own, and the same each time. */
export function reliabilityOf(bankId: string): number {
  let sum = 7
  for (const letter of bankId) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return 0.8 + (sum % 18) / 100
}

/**
 * The instant at which a bank does what it has to: within its limit most of the time, otherwise some working days after
 * it; then the bureau has heard of it before, and most banks have said why.
 */
export async function* inItsTime(
  world: World,
  application: Application,
  days: number,
  chance: Chance,
): AsyncGenerator<Date, void, undefined> {
  const { stage } = world
  const { id, bankId, step } = application
  const late = chance.next() > reliabilityOf(bankId ?? '')
  const at = workingDaysOn(stage.now(), days, chance)
  if (!late || step?.dueAt == null) {
    yield at
    return
  }
  const after = chance.between(1, 5)
  if (after > 2) {
    // One whole working day past the limit, the bureau is told.
    yield new Date(workingDaysOn(step.dueAt, 2, chance).getTime())
    await stage.reminders.remindOf(id)
  }
  const done = workingDaysOn(step.dueAt > stage.now() ? step.dueAt : stage.now(), after > 2 ? 1 : after, chance)
  if (after > 2) await explained(stage, deskOf(world, application), application, done)
  yield done
}
