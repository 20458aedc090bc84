import type { Express } from 'express'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from './load-page.js'
import supertest from 'supertest'
import { createApp } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import { createDeps, type Deps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'
import { openTestDatabase } from './database.js'

/** The day on which every journey takes place. */
export const today = new Date('2026-11-22T04:00:00Z')

export type TestApp = { readonly app: Express; readonly deps: Deps; close(): Promise<void> }

/** The real application on a database of its own: nothing is left out, form tokens and origin checks included. */
export async function startApp(
  options: { now?: () => Date; environment?: Record<string, string> } = {},
): Promise<TestApp> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...options.environment })
  const db = await openTestDatabase()
  const deps = await createDeps({ config, log: createLogger(config), db, now: options.now ?? (() => today) })
  return { app: createApp(deps), deps, close: () => closeAll(deps) }
}

/** What goes on by itself would otherwise meet a closed database. */
async function closeAll({ registers, db }: Deps): Promise<void> {
  await registers.idle()
  await db.close()
}

/** A visitor with a browser: keeps cookies and sends forms as a browser would. */
export class Visitor {
  readonly #agent

  constructor(app: Express) {
    this.#agent = supertest.agent(app)
  }

  get(address: string): supertest.Test {
    return this.#agent.get(address)
  }

  /** Opens a page that must answer 200. */
  async open(address: string): Promise<CheerioAPI> {
    const response = await this.get(address).expect(200)
    return loadPage(response.text)
  }

  /** Posts fields as a form of this site would. */
  post(address: string, fields: Record<string, string | readonly string[]>): supertest.Test {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
    }
    return this.#agent.post(address).set('Sec-Fetch-Site', 'same-origin').type('form').send(body.toString())
  }

  /** Fills in a form of an open page and sends it: hidden fields and what stands in the form go along. */
  submit(
    $: CheerioAPI,
    selector: string,
    fields: Record<string, string | readonly string[]> = {},
    button?: string,
  ): supertest.Test {
    const form = $(selector)
    if (form.length !== 1) throw new Error(`${selector} names ${form.length} forms of the page.`)
    const standing: Record<string, string[]> = {}
    for (const { name, value } of form.serializeArray()) (standing[name] ??= []).push(value)
    const pressed = button ? form.find(button) : null
    const action = pressed?.attr('formaction') ?? form.attr('action') ?? ''
    return this.post(action, { ...standing, ...fields })
  }

  /** Sends a form of an open page that takes a file; its hidden fields, the token among them, go first. */
  upload(
    $: CheerioAPI,
    selector: string,
    file: { readonly name: string; readonly bytes: Buffer },
    fields: Readonly<Record<string, string>> = {},
  ): supertest.Test {
    const form = $(selector)
    if (form.length !== 1) throw new Error(`${selector} names ${form.length} forms of the page.`)
    const standing = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]))
    const sent = this.#agent.post(form.attr('action') ?? '').set('Sec-Fetch-Site', 'same-origin')
    for (const [name, value] of Object.entries({ ...standing, ...fields })) sent.field(name, value)
    return sent.attach('file', file.bytes, { filename: file.name, contentType: 'application/octet-stream' })
  }
}
