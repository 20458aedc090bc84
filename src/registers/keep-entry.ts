import { systemActor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { NotFound } from '../web/errors.js'
import { checkEnterprise } from './check-claims.js'
import type { Actor, ClientSession, Context } from './context.js'
import { keyOf, type NewEntry, type RegisterEntry } from './entry.js'
import type { Register } from './register.js'

/** Enters one row by hand. The error is a Chinese sentence. */
export function addEntry(context: Context, register: Register, entry: NewEntry, by: Actor): Promise<Result<string>> {
  return inTransaction(context.connection, async (session): Promise<Result<string>> => {
    const key = keyOf(register, entry)
    if ((await context.entries.withKeys(register.id, [key], session)).has(key)) return failed(TAKEN)
    const [id = ''] = await context.entries.insert(session, register, [entry], byHand(context))
    await checkSubject(context, session, [entry])
    await tell(context, session, register, id, 'REGISTER_ENTRY_ADDED', by)
    return ok(id)
  })
}

/** Changes one row. The error is a Chinese sentence. @throws NotFound when there is no such row. */
export function changeEntry(
  context: Context,
  register: Register,
  id: string,
  entry: NewEntry,
  by: Actor,
): Promise<Result<string>> {
  return inTransaction(context.connection, async (session): Promise<Result<string>> => {
    const before = await require(context, session, register, id)
    const key = keyOf(register, entry)
    const same = (await context.entries.withKeys(register.id, [key], session)).get(key)
    if (same && same.id !== id) return failed(TAKEN)
    await context.entries.change(session, register, id, entry, { ...byHand(context), isSample: before.isSample })
    await checkSubject(context, session, [before, entry])
    await tell(context, session, register, id, 'REGISTER_ENTRY_CHANGED', by)
    return ok(id)
  })
}

/** Takes one row out. @throws NotFound when there is no such row. */
export function removeEntry(context: Context, register: Register, id: string, by: Actor): Promise<void> {
  return inTransaction(context.connection, async (session) => {
    const before = await require(context, session, register, id)
    await context.entries.remove(session, register.id, id)
    await checkSubject(context, session, [before])
    await tell(context, session, register, id, 'REGISTER_ENTRY_REMOVED', by)
  })
}

const TAKEN = '名录中已经有这一条，请查看后修改原来的一条'

const byHand = ({ now }: Context) => ({ isSample: false, importId: null, importedAt: now() })

async function require(
  { entries }: Context,
  session: ClientSession,
  { id: register }: Register,
  id: string,
): Promise<RegisterEntry> {
  const entry = await entries.find(register, id, session)
  if (entry === null) throw new NotFound('名录中没有这一条，可能已经移除。')
  return entry
}

/** The enterprises that a row names by its code are told at once; names without a code are compared afterwards. */
async function checkSubject(
  context: Context,
  session: ClientSession,
  entries: readonly Pick<NewEntry, 'creditCode'>[],
) {
  for (const code of new Set(entries.map(({ creditCode }) => creditCode))) {
    const enterprise = code === null ? null : await context.enterprises.findByCreditCode(code, session)
    if (enterprise) await checkEnterprise(context, session, enterprise, systemActor)
  }
}

async function tell(
  { audit }: Context,
  session: ClientSession,
  register: Register,
  id: string,
  name: string,
  actor: Actor,
) {
  const subject = { kind: 'register-entry', id }
  await audit.record(session, { name, actor, subject, detail: { register: register.id } })
}
