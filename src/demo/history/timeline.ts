import { setImmediate } from 'node:timers/promises'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import { addWorkingDays } from '../../kernel/working-days.js'
import type { Chance } from '../sample-figures.js'

/** What happens one thing after another: it gives the instant until which it waits, and goes on from there. */
export type Story = AsyncGenerator<Date, void, undefined>

type Waiting = { readonly at: number; readonly place: number; readonly story: Story }

/** How long one stretch may keep others of the process from their turn, in milliseconds. */
const STRETCH_MS = 12

/** Time that goes by only as far as stories wait: all of them are told side by side, in the order of their instants. */
export class Timeline {
  #now: Date
  #places = 0
  readonly #waiting: Waiting[] = []

  constructor(start: Date) {
    this.#now = start
  }

  readonly now = (): Date => this.#now

  /** A story that goes on from an instant, or from now. */
  tell(story: Story, at: Date = this.#now): void {
    this.#push({ at: Math.max(at.getTime(), this.#now.getTime()), place: (this.#places += 1), story })
  }

  /** Lets time go by up to an instant; stories that reach beyond it stay as they are. */
  async run(until: Date, stopped?: AbortSignal): Promise<void> {
    let since = performance.now()
    for (let next = this.#pop(); next !== undefined && next.at <= until.getTime(); next = this.#pop()) {
      stopped?.throwIfAborted()
      this.#now = new Date(next.at)
      const { value, done } = await next.story.next()
      if (done !== true && value) this.tell(next.story, value)
      if (performance.now() - since > STRETCH_MS) {
        await setImmediate()
        since = performance.now()
      }
    }
    this.#now = until
  }

  #push(one: Waiting): void {
    const heap = this.#waiting
    let at = heap.push(one) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const [child, parent] = [heap[at], heap[above]]
      if (!child || !parent || !isBefore(child, parent)) return
      ;[heap[at], heap[above]] = [parent, child]
      at = above
    }
  }

  #pop(): Waiting | undefined {
    const heap = this.#waiting
    const first = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || last === undefined) return first
    heap[0] = last
    for (let at = 0; ;) {
      const below = [2 * at + 1, 2 * at + 2].filter((place) => place < heap.length)
      const least = below.reduce((best, place) => {
        const [one, other] = [heap[place], heap[best]]
        return one && other && isBefore(one, other) ? place : best
      }, at)
      const [one, other] = [heap[at], heap[least]]
      if (least === at || !one || !other) return first
      ;[heap[at], heap[least]] = [other, one]
      at = least
    }
  }
}

const isBefore = (one: Waiting, other: Waiting) => one.at < other.at || (one.at === other.at && one.place < other.place)

/** Some minute of office hours of a day, and later than `after`. */
export function atWork(day: LawDate, chance: Chance, after?: Date): Date {
  const at = new Date(Date.parse(`${day}T09:00:00+08:00`) + chance.between(5, 530) * 60_000 + chance.between(0, 59_999))
  return after !== undefined && at <= after ? new Date(after.getTime() + chance.between(3, 40) * 60_000) : at
}

/** Some minute of the working day that comes so many working days after an instant; 0 is the same or the next one. */
export const workingDaysOn = (from: Date, days: number, chance: Chance): Date =>
  atWork(addWorkingDays(chinaDay(from), days).date, chance, from)
