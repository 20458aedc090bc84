import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../../support/load-page.js'
import type supertest from 'supertest'
import type { Organisation, Role } from '../../../src/kernel/roles.js'
import { startApp, Visitor, type TestApp } from '../../support/app.js'
import { openPerson, signIn, type Person } from '../../support/people.js'

/** What a page says, without markup and with single blanks. */
export const wordsOf = ($: CheerioAPI): string => $('main').text().replace(/\s+/g, ' ')

/** What stands at the head of a refusal and below it. */
export const pageOf = (response: supertest.Response): string => wordsOf(loadPage(response.text))

/** Everybody of a journey, at one site, by one clock that the journey moves. */
export class Stage {
  #now: Date
  #ticks = 0
  readonly people: Actor[] = []

  private constructor(
    start: string,
    private site: TestApp | null = null,
  ) {
    this.#now = inChina(start)
  }

  /** @param start an instant in China, such as 2026-11-23 10:00 */
  static async open(start: string): Promise<Stage> {
    const stage = new Stage(start)
    // A clock that ticks, so that what happens in one minute still has an order.
    stage.site = await startApp({ now: () => new Date(stage.#now.getTime() + (stage.#ticks += 1)) })
    return stage
  }

  get test(): TestApp {
    assert.ok(this.site)
    return this.site
  }

  /** Lets time go by, never back; what the portal does by itself is done at the start of every day and at the end. */
  async turnTo(instant: string): Promise<void> {
    const next = inChina(instant)
    assert.ok(next >= this.#now, `${instant} has gone by`)
    // Over a year of repayments weeks will do.
    const stride = next.getTime() - this.#now.getTime() > 40 * DAY ? 7 * DAY : DAY
    const midnight = inChina(`${instant.slice(0, 10)} 00:05`).getTime()
    const days = Math.floor((midnight - this.#now.getTime()) / stride)
    for (let left = days; left >= 0; left -= 1) {
      this.#now = new Date(Math.max(this.#now.getTime(), midnight - left * stride))
      this.#ticks = 0
      await this.#work()
    }
    this.#now = next
    this.#ticks = 0
    await this.#work()
  }

  /** What the jobs of the portal do. */
  async #work(): Promise<void> {
    const { reminders, hall, offers, loans, syndicates } = this.test.deps
    const { signal } = new AbortController()
    await reminders.remindAll(signal)
    await hall.runDue()
    await offers.expireDue(signal)
    await loans.sendOverdueNotices(this.#now)
    await loans.sendBenefitReminders(this.#now)
    await syndicates.closeDueInvitations()
  }

  async actor(role: Role, name: string, organisation?: Organisation): Promise<Actor> {
    const person = await openPerson(this.test, role, { name, ...(organisation && { organisation }) })
    const actor = new Actor(this.test, person, name)
    this.people.push(actor)
    return actor
  }

  banker(bankId: string, name: string, role: 'officer' | 'manager' = 'officer'): Promise<Actor> {
    return this.actor(role, name, { kind: 'bank', id: bankId })
  }

  close(): Promise<void> {
    return this.test.close()
  }
}

const DAY = 24 * 3600_000
const inChina = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`)

/** A person with a browser, who signs in anew when the session has run out meanwhile. */
export class Actor {
  readonly visitor: Visitor

  constructor(
    test: TestApp,
    readonly person: Person,
    readonly name: string,
  ) {
    this.visitor = new Visitor(test.app)
  }

  /** What an address answers to this person. */
  async get(address: string): Promise<supertest.Response> {
    const first = await this.visitor.get(address)
    if (first.status !== 303 || !String(first.headers.location).startsWith('/sign-in')) return first
    await signIn(this.visitor, this.person.email)
    return this.visitor.get(address)
  }

  /** Opens a page, over the redirect of a notice where there is one. */
  async open(address: string): Promise<CheerioAPI> {
    const found = await this.get(address)
    if (found.status === 303) return this.open(found.headers.location ?? '')
    assert.equal(found.status, 200, `${this.name} opens ${address}: ${found.status}`)
    return loadPage(found.text)
  }

  async words(address: string): Promise<string> {
    return wordsOf(await this.open(address))
  }

  /** Sends a form of an open page and expects it to be carried out; answers where it leads. */
  async send($: CheerioAPI, form: string, fields: Record<string, string | readonly string[]> = {}): Promise<string> {
    const answer = await this.visitor.submit($, form, fields)
    assert.equal(answer.status, 303, `${this.name} sends ${form}: ${answer.status} ${faultsIn(answer)}`)
    return answer.headers.location ?? ''
  }

  /** Uploads a file by a form of an open page. */
  async upload(
    $: CheerioAPI,
    form: string,
    file: { name: string; bytes: Buffer },
    fields: Record<string, string> = {},
  ) {
    const answer = await this.visitor.upload($, form, file, fields)
    assert.equal(answer.status, 303, `${this.name} uploads: ${answer.status} ${faultsIn(answer)}`)
    return answer.headers.location ?? ''
  }

  /** The subjects and texts of this person's inbox, oldest first, over all its pages. */
  async inbox(): Promise<readonly { readonly subject: string; readonly text: string }[]> {
    const told: { subject: string; text: string }[] = []
    for (let number = 1; ; number += 1) {
      const $ = await this.open(`/notices?page=${number}`)
      const rows = $('main li.item').toArray()
      for (const row of rows) {
        const subject = $(row).find('h2').clone().children().remove().end().text().trim()
        told.push({ subject, text: $(row).children('p:not(.quiet)').text() })
      }
      if (rows.length < 20) return told.reverse()
    }
  }
}

const faultsIn = (answer: supertest.Response) => loadPage(answer.text)('#errors, main h1 + p, h1').text().slice(0, 400)
