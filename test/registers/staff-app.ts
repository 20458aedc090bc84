import express, { type Express } from 'express'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import path from 'node:path'
import supertest from 'supertest'
import type { Deps } from '../../src/deps.js'
import { ensureIndexes, inTransaction } from '../../src/db/index.js'
import { withRegisterChecks, registersService, type RegistersService } from '../../src/registers/index.js'
import type { EnterprisesService } from '../../src/enterprises/index.js'
import { projectRoot } from '../../src/root.js'
import { errorPages } from '../../src/error-pages.js'
import { errorHandler, notFound } from '../../src/web/error-handler.js'
import { requestLog } from '../../src/web/request-log.js'
import type { Organisation, Role } from '../../src/kernel/roles.js'
import { Site } from '../../src/web/route.js'
import { csrfProtection, sameOrigin, securityHeaders, sessions } from '../../src/web/security/index.js'
import { startApp } from '../support/app.js'

export type StaffDeps = Deps & { readonly registers: RegistersService; readonly enterprises: EnterprisesService }

export type StaffApp = {
  readonly deps: StaffDeps
  /** Someone who is signed in, with a browser. */
  /** The whole of it, for a browser. */
  readonly app: Express
  person: (role: Role, organisation?: Organisation) => Staff
  visitor: () => Staff
  close: () => Promise<void>
}

/**
 * The domains of the staff behind the middleware of the real application, on a database of its own. Signing in is
 * another domain's matter, so a header says who is there; form tokens and origin checks are on.
 */
export async function startStaff(
  mount: (site: Site, deps: StaffDeps) => void,
  options: Parameters<typeof startApp>[0] = {},
): Promise<StaffApp> {
  const test = await startApp(options)
  const plain = test.deps
  const { connection } = plain.db
  const registers = registersService({ ...plain, connection })
  const enterprises = withRegisterChecks(plain.enterprises, registers, connection)
  const deps = { ...plain, registers, enterprises }
  const site = new Site()
  mount(site, deps)
  await ensureIndexes(connection)
  const users = new Map<string, Express.User>()
  const app = appFor(deps, site, users)
  return {
    deps,
    app,
    person(
      role,
      organisation = { kind: role === 'bureau' ? 'bureau' : 'centre', id: role === 'bureau' ? 'bureau' : 'centre' },
    ) {
      const id = `${role}-${organisation.id}`
      users.set(id, { id, role, name: '李强', email: 'l@example.com', organisation })
      return new Staff(app, id)
    },
    visitor: () => new Staff(app, null),
    async close() {
      await registers.idle()
      await test.close()
    },
  }
}

/** Enters an enterprise that the centre has approved. */
export async function approvedEnterprise({ deps: { db, enterprises } }: StaffApp, creditCode: string, name: string) {
  const by = { accountId: 'owner-1', role: 'owner', organisationId: null }
  const given = { creditCode, name, division: '第八师', industry: '1711' }
  const { id } = await inTransaction(db.connection, (session) => enterprises.register(session, given, by))
  await enterprises.approve(id, by)
  return id
}

/** Lets an enterprise claim one fact. */
export async function claim(
  { deps: { enterprises } }: StaffApp,
  id: string,
  fact: string,
  value: string | readonly string[],
): Promise<void> {
  const { version } = await enterprises.get('all', id)
  const lines = [{ fact, value, asOf: '2026-11-01', evidenceIds: [] }]
  const saved = await enterprises.declareFacts(
    id,
    { section: 'green', version, lines },
    { accountId: 'owner-1', role: 'owner', organisationId: id },
  )
  if (!saved.ok) throw new Error('the claim met another change')
}

function appFor(deps: Deps, site: Site, users: ReadonlyMap<string, Express.User>): Express {
  const app = express()
  app.set('views', [path.join(projectRoot, 'views')])
  app.set('view engine', 'ejs')
  app.use(express.static(path.join(projectRoot, 'public')))
  app.use(requestLog(deps.log))
  app.use(securityHeaders({ https: false }))
  app.use(sessions(deps.db.connection, { secret: 'a secret of the test alone', https: false }))
  app.use((req, _res, next) => {
    const user = users.get(req.get('x-person') ?? '')
    if (user) req.user = user
    next()
  })
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 500 }))
  app.use(sameOrigin)
  app.use(csrfProtection)
  app.use(site.router)
  app.use(notFound)
  app.use(errorHandler(errorPages))
  return app
}

/** Someone with a browser: keeps cookies and sends forms as a browser would. */
export class Staff {
  readonly #agent

  constructor(app: Express, id: string | null) {
    this.#agent = supertest.agent(app)
    if (id !== null) void this.#agent.set('x-person', id)
  }

  get(address: string): supertest.Test {
    return this.#agent.get(address)
  }

  /** Opens a page that must answer 200. */
  async open(address: string): Promise<CheerioAPI> {
    return loadPage((await this.get(address).expect(200)).text)
  }

  /** Downloads a file that must be there. */
  async download(address: string): Promise<Buffer> {
    const response = await this.get(address).buffer(true).parse(supertestBuffer).expect(200)
    return response.body as Buffer
  }

  post(address: string, fields: Readonly<Record<string, string>>): supertest.Test {
    return this.#agent
      .post(address)
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send(new URLSearchParams(fields).toString())
  }

  /** Sends a form of an open page with what stands in it and what is filled in. */
  submit($: CheerioAPI, selector: string, fields: Readonly<Record<string, string>> = {}): supertest.Test {
    const form = $(selector)
    if (form.length !== 1) throw new Error(`${selector} names ${form.length} forms of the page`)
    const standing = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]))
    return this.post(form.attr('action') ?? '', { ...standing, ...fields })
  }

  /** Sends a file through the form of an open page. */
  upload($: CheerioAPI, selector: string, file: { readonly name: string; readonly bytes: Buffer }): supertest.Test {
    const form = $(selector)
    const token = String(form.find('input[name="_csrf"]').val())
    return this.#agent
      .post(form.attr('action') ?? '')
      .set('Sec-Fetch-Site', 'same-origin')
      .field('_csrf', token)
      .attach('file', file.bytes, { filename: file.name, contentType: 'application/octet-stream' })
  }
}

function supertestBuffer(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const pieces: Buffer[] = []
  const stream = response as NodeJS.ReadableStream
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  stream.on('end', () => done(null, Buffer.concat(pieces)))
}

/** What a page says, without markup and with single blanks. */
export const wordsOf = ($: CheerioAPI): string => $('main').text().replace(/\s+/g, ' ')
