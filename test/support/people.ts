import assert from 'node:assert/strict'
import type { ClientSession } from 'mongoose'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { Organisation, Role } from '../../src/kernel/roles.js'
import { Visitor, type TestApp } from './app.js'

export const password = '晨光照在胡杨林上 42'

export type Person = {
  readonly id: string
  readonly role: Role
  readonly email: string
  readonly organisation: Organisation
}

let people = 0

/** An organisation of its own for each person, unless one is given: an enterprise is entered in the register. */
async function organisationOf(
  { deps }: TestApp,
  session: ClientSession,
  role: Role,
  mark: string,
): Promise<Organisation> {
  if (role === 'bureau') return { kind: 'bureau', id: 'bureau' }
  if (role === 'administrator') return { kind: 'centre', id: 'centre' }
  if (role === 'officer' || role === 'manager') return { kind: 'bank', id: `bank-${mark}` }
  const creditCode = `91659000TEST${mark.padStart(6, '0')}`
  const given = { creditCode, name: `示例企业 ${mark}`, division: '第八师', industry: '1711' }
  const enterprise = await deps.enterprises.register(session, given, systemActor)
  return { kind: 'enterprise', id: enterprise.id }
}

/** Opens an account straight in the database. */
export async function openPerson(
  test: TestApp,
  role: Role,
  given: { organisation?: Organisation; email?: string; name?: string; confirmed?: boolean } = {},
): Promise<Person> {
  const { deps } = test
  const mark = String(++people)
  const email = given.email ?? `${role}-${mark}@example.cn`
  const account = await inTransaction(deps.db.connection, async (session) => {
    const organisation = given.organisation ?? (await organisationOf(test, session, role, mark))
    return deps.accounts.open(
      session,
      {
        role,
        name: given.name ?? `张${mark}`,
        email,
        phone: null,
        organisation,
        emailConfirmed: given.confirmed ?? true,
      },
      password,
      systemActor,
    )
  })
  return { id: account.id, role, email, organisation: account.organisation }
}

/** Signs in through the form, as a person would. */
export async function signIn(visitor: Visitor, email: string, secret = password): Promise<void> {
  const $ = await visitor.open('/sign-in')
  const response = await visitor.submit($, '#sign-in', { email, password: secret })
  assert.equal(response.status, 303, `${email} could not sign in: ${response.status}`)
}

/** A browser in which a person of this role is signed in. */
export async function signedInAs(
  test: TestApp,
  role: Role,
  given: Parameters<typeof openPerson>[2] = {},
): Promise<{ visitor: Visitor; person: Person }> {
  const person = await openPerson(test, role, given)
  const visitor = new Visitor(test.app)
  await signIn(visitor, person.email)
  return { visitor, person }
}

/** The mails in the outbox to an address, latest first. */
export async function mailsTo({ deps }: TestApp, email: string) {
  const { messages } = await deps.mail.outbox.list(null, { skip: 0, limit: 500 })
  return messages.filter((message) => message.to === email)
}

/** The path of the newest link that was mailed to an address. */
export async function linkTo(test: TestApp, email: string): Promise<string> {
  const mail = (await mailsTo(test, email)).find((one) => one.link !== null)
  assert.ok(mail?.link, `no link was mailed to ${email}`)
  return new URL(mail.link).pathname
}
