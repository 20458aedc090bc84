import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { Logger } from '../log/index.js'
import { DomainError, RecordNotFound } from '../kernel/domain-error.js'
import {
  checkAllClaims,
  checkEnterprise,
  type EnterpriseClaims,
  type RegistersContext,
} from './use-cases/compare-claims.js'
import type { NewEntry, Register, RegisterId } from './rules/register.js'
import { addEntry, changeEntry, removeEntry } from './use-cases/change-entry.js'
import { isStalled, type RegisterImport } from './rules/register-import.js'
import { checkClaimsAfter, runApply, runCheck } from './use-cases/run-import.js'
import { type EntryFilter, entryStore } from './data/entry.store.js'
import { importStore } from './data/import.store.js'
import type { Enterprise } from '../enterprises/index.js'
import { type Actor, systemActor } from '../kernel/actor.js'

export type RegistersService = ReturnType<typeof registersService>

export type RegistersServiceDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly log: Pick<Logger, 'error'>
  readonly enterprises: EnterpriseClaims
}

/** The use cases of the registers over one database. Every change is one transaction with its audit event. */
export function registersService(parts: RegistersServiceDeps) {
  const { connection, now } = parts
  const context: RegistersContext = { ...parts, entries: entryStore(connection), imports: importStore(connection) }
  const { entries } = context
  const { run, idle } = background(context)
  return {
    now,
    /** Waits until no import and no comparison runs in this process. */
    idle,
    counts: () => entries.counts(),
    list: (filter: EntryFilter, page: { skip: number; limit: number }) => entries.list(filter, page),
    stream: (filter: EntryFilter) => entries.stream(filter),
    find: (register: RegisterId, id: string) => entries.find(register, id),

    async add(register: Register, entry: NewEntry, by: Actor) {
      const added = await addEntry(context, register, entry, by)
      if (added.ok) run(checkAllClaims(context))
      return added
    },
    async change(register: Register, id: string, entry: NewEntry, by: Actor) {
      const changed = await changeEntry(context, register, id, entry, by)
      if (changed.ok) run(checkAllClaims(context))
      return changed
    },
    async remove(register: Register, id: string, by: Actor): Promise<void> {
      await removeEntry(context, register, id, by)
      run(checkAllClaims(context))
    },

    /** Compares one enterprise with the registers, in the transaction of its own change. */
    checkEnterprise: (session: ClientSession, enterprise: Enterprise, by: Actor = systemActor): Promise<number> =>
      checkEnterprise(context, session, enterprise, by),
    /** Compares every enterprise, once a day because entries expire. Returns how many enterprises changed. */
    checkAllClaims: (): Promise<number> => checkAllClaims(context),

    /** Enters sample rows, labelled 示例, in the transaction of the samples; they confirm sample enterprises only. */
    addSamples: async (session: ClientSession, register: Register, samples: readonly NewEntry[]): Promise<void> => {
      await entries.insert(session, register, samples, { isSample: true, importId: null, importedAt: now() })
    },
    removeSamples: (session: ClientSession): Promise<number> => entries.removeSamples(session),
    ...imports(context, run),
  }
}

/** Background work of this process, so that a shutdown and a test can wait for it. */
function background({ log }: RegistersContext) {
  const running = new Set<Promise<unknown>>()
  return {
    run: (work: Promise<unknown>): void => {
      const one = work.catch((error: unknown) => log.error({ err: error }, 'work on the registers failed'))
      running.add(one)
      void one.finally(() => running.delete(one))
    },
    idle: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

function imports(context: RegistersContext, run: (work: Promise<unknown>) => void) {
  const { connection, now, imports: store, audit } = context
  const requireImport = async (register: Register, id: string): Promise<RegisterImport> => {
    const found = await store.find(id)
    if (found?.register !== register.id) throw new RecordNotFound('register-import.not-found')
    return found
  }
  const record = (session: ClientSession, id: string, name: string, actor: Actor, register: Register) =>
    audit.record(session, { name, actor, subject: { kind: 'register-import', id }, detail: { register: register.id } })

  return {
    latestImports: (register: RegisterId, limit: number) => store.latest(register, limit),
    findImport: requireImport,
    refusedRows: (id: string, page: number) => store.refused(id, page - 1),

    /** Starts a dry run of an inspected workbook; it goes on in the background. Returns the id of the import. */
    async startImport(
      register: Register,
      file: { readonly name: string; readonly bytes: Buffer },
      by: Actor,
    ): Promise<string> {
      const id = await inTransaction(connection, async (session) => {
        const given = { register: register.id, fileName: file.name, by: by.accountId ?? by.role }
        const made = await store.start(session, given, now())
        await record(session, made, 'REGISTER_IMPORT_STARTED', by, register)
        return made
      })
      run(runCheck(context, id, register, file.bytes, by))
      return id
    },

    /** Starts to write a checked import; it goes on in the background. @throws DomainError `register-import.already-settled` */
    async applyImport(register: Register, id: string, by: Actor): Promise<void> {
      const found = await requireImport(register, id)
      const from = isStalled(found, now()) ? (['checked', 'applying'] as const) : (['checked'] as const)
      await inTransaction(connection, async (session) => {
        if (!(await store.move(session, id, from, { state: 'applying', fault: null }, now()))) throw alreadySettled()
        await record(session, id, 'REGISTER_IMPORT_CONFIRMED', by, register)
      })
      run(runApply(context, id, register, by))
    },

    /** Cancels a checked import. @throws DomainError `register-import.already-settled` */
    async cancelImport(register: Register, id: string, by: Actor): Promise<void> {
      await requireImport(register, id)
      await inTransaction(connection, async (session) => {
        if (!(await store.move(session, id, ['checked'], { state: 'cancelled' }, now()))) throw alreadySettled()
        await store.clearStaged(session, id)
        await record(session, id, 'REGISTER_IMPORT_CANCELLED', by, register)
      })
    },

    /** Compares the claims again, for an import whose comparison was interrupted. */
    async checkClaimsAgain(register: Register, id: string): Promise<void> {
      const { state } = await requireImport(register, id)
      if (state === 'applied') run(checkClaimsAfter(context, id))
    },
  }
}

const alreadySettled = () => new DomainError('register-import.already-settled')
