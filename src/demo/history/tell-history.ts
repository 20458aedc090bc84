import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Enterprise } from '../../enterprises/index.js'
import { addDays, addMonths, chinaDay } from '../../kernel/dates.js'
import type { Reference } from '../../reference/index.js'
import { audienceOf } from './audience.js'
import type { Row } from './memory-collection.js'
import { castOf, type Accounts } from './people.js'
import { firmOf, HISTORY_MONTHS, planRequests, type PlannedRequest } from './plan.js'
import { fittingWish } from './fitting-need.js'
import { requestStory } from './request-story.js'
import { openStage, type Noticed, type Stage, type Told } from './stage.js'
import { Timeline } from './timeline.js'

export type HistoryParts = {
  /** The sample enterprises, by the place of their codes, and their files and rows as they are kept. */
  readonly enterprises: readonly { readonly place: number; readonly enterprise: Enterprise; readonly row: Row }[]
  readonly files: readonly Row[]
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  /** People of the demonstration who have accounts. */
  readonly accounts: Accounts
  /** The instant at which the history ends. */
  readonly end: Date
  /** About how many applications. */
  readonly count: number
}

export type History = {
  readonly stage: Stage
  readonly told: readonly Told[]
  readonly noticed: readonly Noticed[]
  readonly planned: readonly PlannedRequest[]
}

export function planOf({ end, count }: Pick<HistoryParts, 'end' | 'count'>): readonly PlannedRequest[] {
  const today = chinaDay(end)
  return planRequests(count, addMonths(today, -HISTORY_MONTHS), addDays(today, -1))
}

/**
 * Lets two years go by on a stage of their own: enterprises submit, banks work, the hall gives places, loans are drawn
 * and paid back, all by the use cases of the portal. Nothing is written anywhere but in memory.
 * @param counters the last number given out in every series
 */
export async function tellHistory(
  parts: HistoryParts,
  counters: readonly Row[],
  stopped?: AbortSignal,
): Promise<History> {
  const { enterprises, files, reference, accounts, end } = parts
  const planned = planOf(parts)
  const start = planned[0]?.at ?? end
  const timeline = new Timeline(new Date(start.getTime() - 1))
  const snapshot = await parts.catalogue.current()
  // Asked once: two years go by in some seconds.
  const catalogue: CurrentCatalogue = {
    current: () => Promise.resolve(snapshot),
    at: (version) => Promise.resolve(version === snapshot.version.version ? snapshot : null),
  }
  const stage = openStage({ now: timeline.now, hears: audienceOf(accounts, end), reference, catalogue })
  stage.memory.enter('enterprises', enterprises.map(({ row }) => row)) // prettier-ignore
  stage.memory.enter('enterprise_evidence', files)
  stage.memory.enter('application_counters', counters)
  const world = { stage, timeline, cast: castOf(accounts), end }
  const firms = enterprises.map(({ place, enterprise }) => firmOf(place, enterprise)).filter((one) => one !== null)
  const byId = new Map(enterprises.map(({ enterprise }) => [enterprise.id, enterprise]))
  for (const one of planned) {
    timeline.tell(requestStory(world, one, () => fittingWish(one, firms, byId, snapshot)), one.at) // prettier-ignore
  }
  await timeline.run(end, stopped)
  return { stage, told: stage.told, noticed: stage.noticed, planned }
}
