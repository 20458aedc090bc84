import { inTransaction } from '../../db/index.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import { checkEnterprise, type RegistersContext } from './compare-claims.js'
import { entryKey, type NewEntry, type Register, type RegisterEntry } from '../rules/register.js'
import { type Actor, systemActor } from '../../kernel/actor.js'
import type { ClientSession } from 'mongoose'

/** Enters one row by hand. The error is a Chinese sentence. */
export function addEntry(
  context: RegistersContext,
  register: Register,
  entry: NewEntry,
  by: Actor,
): Promise<Result<string>> {
  return inTransaction(context.connection, async (session): Promise<Result<string>> => {
    const key = entryKey(register, entry)
    if ((await context.entries.withKeys(register.id, [key], session)).has(key)) return failed(TAKEN)
    const [id = ''] = await context.entries.insert(session, register, [entry], manualOrigin(context))
    await checkSubject(context, session, [entry])
    await recordEvent(context, session, register, id, 'REGISTER_ENTRY_ADDED', by)
    return ok(id)
  })
}

/** Changes one row. The error is a Chinese sentence. @throws RecordNotFound */
export function changeEntry(
  context: RegistersContext,
  register: Register,
  id: string,
  entry: NewEntry,
  by: Actor,
): Promise<Result<string>> {
  return inTransaction(context.connection, async (session): Promise<Result<string>> => {
    const before = await requireEntry(context, session, register, id)
    const key = entryKey(register, entry)
    const same = (await context.entries.withKeys(register.id, [key], session)).get(key)
    if (same && same.id !== id) return failed(TAKEN)
    await context.entries.change(session, register, id, entry, { ...manualOrigin(context), isSample: before.isSample })
    await checkSubject(context, session, [before, entry])
    await recordEvent(context, session, register, id, 'REGISTER_ENTRY_CHANGED', by)
    return ok(id)
  })
}

/** Removes one row. @throws RecordNotFound */
export function removeEntry(context: RegistersContext, register: Register, id: string, by: Actor): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const before = await requireEntry(context, session, register, id)
    await context.entries.remove(session, register.id, id)
    await checkSubject(context, session, [before])
    await recordEvent(context, session, register, id, 'REGISTER_ENTRY_REMOVED', by)
  })
}

const TAKEN = '名录中已经有这一条，请查看后修改原来的一条'

const manualOrigin = ({ now }: RegistersContext) => ({ isSample: false, importId: null, importedAt: now() })

async function requireEntry(
  { entries }: RegistersContext,
  session: ClientSession,
  { id: register }: Register,
  id: string,
): Promise<RegisterEntry> {
  const entry = await entries.find(register, id, session)
  if (entry === null) throw new RecordNotFound('register-entry.not-found')
  return entry
}

/** Compares the enterprises that a row names by credit code at once; names without a code are compared afterwards. */
async function checkSubject(
  context: RegistersContext,
  session: ClientSession,
  entries: readonly Pick<NewEntry, 'creditCode'>[],
) {
  for (const code of new Set(entries.map(({ creditCode }) => creditCode))) {
    const enterprise = code === null ? null : await context.enterprises.findByCreditCode(code, session)
    if (enterprise) await checkEnterprise(context, session, enterprise, systemActor)
  }
}

async function recordEvent(
  { audit }: RegistersContext,
  session: ClientSession,
  register: Register,
  id: string,
  name: string,
  actor: Actor,
) {
  const subject = { kind: 'register-entry', id }
  await audit.record(session, { name, actor, subject, detail: { register: register.id } })
}
