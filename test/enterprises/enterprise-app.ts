import express, { type Express } from 'express'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import path from 'node:path'
import supertest from 'supertest'
import { auditLog, type Actor, type AuditLog } from '../../src/audit/index.js'
import { catalogueStore, currentCatalogue, loadFirstCatalogue } from '../../src/catalogue/index.js'
import { ensureIndexes, inTransaction, type Database } from '../../src/db/index.js'
import {
  enterpriseRoutes,
  enterprisesService,
  type DataHolder,
  type Enterprise,
  type EnterprisesService,
  type NewEnterprise,
} from '../../src/enterprises/index.js'
import { loadReference, openReference, referenceStore, type Reference } from '../../src/reference/index.js'
import { createLogger } from '../../src/log/index.js'
import { readConfig } from '../../src/config.js'
import { projectRoot } from '../../src/root.js'
import { errorPages } from '../../src/error-pages.js'
import { errorHandler, notFound } from '../../src/web/error-handler.js'
import { requestLog } from '../../src/web/request-log.js'
import { Site } from '../../src/web/route.js'
import { csrfProtection, sameOrigin, securityHeaders, sessions } from '../../src/web/security/index.js'
import { openTestDatabase } from '../support/database.js'

/** The day on which everything takes place unless a test turns the clock. */
const TODAY = new Date('2026-11-22T04:00:00Z')
export const ASKED_BY: Actor = { accountId: 'account-1', role: 'owner', organisationId: null }

export type Desks = {
  readonly app: Express
  readonly db: Database
  readonly service: EnterprisesService
  readonly audit: AuditLog
  readonly reference: Reference
  /** The same use cases over a log that cannot be written. */
  withBrokenLog(): EnterprisesService
  /** What the clock shows. */
  now: Date
  register(given?: Partial<NewEnterprise>): Promise<Enterprise>
  /** A browser of someone who is signed in. */
  person(enterprise: Enterprise, role?: 'owner' | 'member'): Person
  stranger(role: 'officer' | 'bureau' | 'administrator'): Person
  visitor(): Person
  close(): Promise<void>
}

const CODES = [
  '91650100MA7XYZ0017',
  '91650100MA7XYZ0025',
  '91650100MA7XYZ0033',
  '91650100MA7XYZ0041',
  '91650100MA7XYZ005X',
]

/**
 * The desk behind the middleware of the real application, on a database of its own. Signing in is another domain's
 * matter, so a header says who is there; form tokens and origin checks are on.
 */
export async function startDesks(holders: readonly DataHolder[] = []): Promise<Desks> {
  const db = await openTestDatabase()
  const { connection } = db
  const clock = { now: TODAY }
  const tables = referenceStore(connection)
  const versions = catalogueStore(connection)
  const audit = auditLog(connection, () => clock.now)
  await ensureIndexes(connection)
  await loadReference(tables)
  const reference = await openReference(tables)
  await loadFirstCatalogue(versions, { vocabularyOf: (banks) => reference.vocabulary(banks), now: TODAY })
  const catalogue = currentCatalogue(versions, reference)
  const parts = { connection, now: () => clock.now, audit, reference, catalogue }
  const service = enterprisesService({ ...parts, holders: () => holders })
  await ensureIndexes(connection)
  const users = new Map<string, Express.User>()
  const app = appFor({ ...parts, enterprises: service }, db, users)
  const person = (user: Express.User) => {
    users.set(user.id, user)
    return new Person(app, user.id)
  }
  let registered = 0
  return {
    app,
    db,
    service,
    audit,
    reference,
    get now() {
      return clock.now
    },
    set now(time) {
      clock.now = time
    },
    async register(given = {}) {
      const creditCode = CODES[registered++] ?? `9165010000000${1000 + registered}X`
      const about = { creditCode, name: '石河子棉纺有限公司', division: '第八师', industry: '1711', ...given }
      return inTransaction(connection, (session) => service.register(session, about, ASKED_BY))
    },
    person: ({ id }, role = 'owner') =>
      person({
        id: `${role}-${id}`,
        role,
        name: '王芳',
        email: 'w@example.com',
        organisation: { kind: 'enterprise', id },
      }),
    stranger: (role) =>
      person({ id: role, role, name: '李强', email: 'l@example.com', organisation: { kind: 'bank', id: 'bank-1' } }),
    visitor: () => new Person(app, null),
    withBrokenLog: () => {
      const broken = { ...audit, record: () => Promise.reject(new Error('the log cannot be written')) }
      return enterprisesService({ ...parts, audit: broken })
    },
    close: () => db.close(),
  }
}

function appFor(
  services: Omit<Parameters<typeof enterpriseRoutes>[1], 'applications'>,
  db: Database,
  users: ReadonlyMap<string, Express.User>,
): Express {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' })
  const site = new Site()
  // The rooms of applications are another domain's matter.
  const applied = { latestOf: () => Promise.resolve([]), shareOf: () => Promise.resolve('') }
  enterpriseRoutes(site, { ...services, applications: applied })
  const app = express()
  app.set('views', [path.join(projectRoot, 'views')])
  app.set('view engine', 'ejs')
  app.use(requestLog(createLogger(config)))
  app.use(securityHeaders({ https: false }))
  app.use(express.static(path.join(projectRoot, 'public')))
  app.use(sessions(db.connection, { secret: 'a secret of the test alone', https: false }))
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

type Fields = Record<string, string | readonly string[]>

/** Someone with a browser: keeps cookies and sends forms as a browser would. */
export class Person {
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

  post(address: string, fields: Fields): supertest.Test {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
    }
    return this.#agent.post(address).set('Sec-Fetch-Site', 'same-origin').type('form').send(body.toString())
  }

  /** Sends the form of an open page that posts to `action`, with what stands in it and what is filled in. */
  submit($: CheerioAPI, action: string, fields: Fields = {}): supertest.Test {
    const form = $(`main form[action="${action}"]`).first()
    if (form.length === 0) throw new Error(`the page has no form that posts to ${action}`)
    const standing: Record<string, string[]> = {}
    for (const { name, value } of form.serializeArray()) (standing[name] ??= []).push(value)
    return this.post(action, { ...standing, ...fields })
  }

  /** Sends a file as a browser's form does, the token first. */
  upload(
    address: string,
    token: string | null,
    file: { readonly name: string; readonly bytes: Buffer; readonly type?: string } | null,
  ): supertest.Test {
    let request = this.#agent.post(address).set('Sec-Fetch-Site', 'same-origin')
    if (token !== null) request = request.field('_csrf', token)
    if (file === null) return request.field('nothing', '1')
    return request.attach('file', file.bytes, {
      filename: file.name,
      contentType: file.type ?? 'application/octet-stream',
    })
  }
}

/** The form token of an open page. */
export const tokenOf = ($: CheerioAPI): string => String($('input[name="_csrf"]').first().val())

/** What a page says, without markup and with single blanks. */
export const wordsOf = ($: CheerioAPI): string => $('main').text().replace(/\s+/g, ' ')
