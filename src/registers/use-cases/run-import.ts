import { inTransaction } from '../../db/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { checkAllClaims, type RegistersContext } from './compare-claims.js'
import { type CheckedRow, checkFile } from '../rules/check-file.js'
import { entryKey, isSameEntry, type NewEntry, type Register, type RegisterEntry } from '../rules/register.js'
import { type ImportCounts, noCounts } from '../rules/register-import.js'
import { type FaultyRow, UnreadableSheet } from '../../spreadsheets/index.js'
import type { Actor } from '../../kernel/actor.js'
import type { ClientSession } from 'mongoose'

/** Rows that are stored, looked up and written together. */
const BATCH = 500
/** Refused rows on one page. */
export const REFUSED_PAGE = 100

/** Checks the file of an import row by row; writes nothing to the register. */
export async function runCheck(
  context: RegistersContext,
  id: string,
  register: Register,
  bytes: Buffer,
  by: Actor,
): Promise<void> {
  const progress = new CheckProgress(context, id, register)
  try {
    for await (const row of checkFile(bytes, register, chinaDay(context.now()))) await progress.take(row)
    await progress.finish()
  } catch (error) {
    if (!(error instanceof UnreadableSheet)) context.log.error({ err: error, import: id }, 'a register import failed')
    progress.fault = error instanceof UnreadableSheet ? error.message : '系统出错，没有读完，请稍后重新上传'
  }
  const { counts, fault, unused } = progress
  const refused = fault !== null || counts.refused > 0
  await inTransaction(context.connection, async (session) => {
    const state = refused ? 'refused' : 'checked'
    await context.imports.move(session, id, ['checking'], { state, counts, fault, unused }, context.now())
    if (refused) await context.imports.clearStaged(session, id)
    await recordEvent(context, session, id, refused ? 'REGISTER_IMPORT_REFUSED' : 'REGISTER_IMPORT_CHECKED', by, {
      register: register.id,
      ...counts,
    })
  })
}

/** Stores the checked rows in batches and records the progress after every batch. */
class CheckProgress {
  counts: ImportCounts = noCounts
  fault: string | null = null
  unused: readonly string[] = []
  #entries: { entry: NewEntry; key: string }[] = []
  #faulty: FaultyRow[] = []
  #staged = 0
  #pages = 0

  constructor(
    readonly context: RegistersContext,
    readonly id: string,
    readonly register: Register,
  ) {}

  async take(row: CheckedRow): Promise<void> {
    if (row.kind === 'header') this.unused = row.unused
    else if (row.kind === 'file') this.fault ??= row.fault
    else {
      this.counts = { ...this.counts, read: this.counts.read + 1 }
      if (row.kind === 'entry') this.#entries.push(row)
      else {
        this.counts = { ...this.counts, refused: this.counts.refused + 1 }
        this.#faulty.push(row.row)
      }
      if (this.#entries.length === BATCH) await this.#stage()
      if (this.#faulty.length === REFUSED_PAGE) await this.#refuse()
    }
  }

  async finish(): Promise<void> {
    if (this.#entries.length > 0) await this.#stage()
    if (this.#faulty.length > 0) await this.#refuse()
  }

  async #stage(): Promise<void> {
    const { context, register, id } = this
    const piece = this.#entries.splice(0)
    const known = await context.entries.withKeys(
      register.id,
      piece.map(({ key }) => key),
    )
    const tally = { added: this.counts.added, changed: this.counts.changed, same: this.counts.same }
    for (const { entry, key } of piece) tally[outcomeOf(entry, known.get(key))] += 1
    this.counts = { ...this.counts, ...tally }
    // After a refused row nothing will be written, so no further rows are stored.
    if (this.counts.refused === 0) {
      const rows = piece.map(({ entry }) => entry)
      await context.imports.stage(id, this.#staged++, rows, context.now())
    }
    await context.imports.note(id, { counts: this.counts }, context.now())
  }

  async #refuse(): Promise<void> {
    const { context, id } = this
    await context.imports.refuse(id, this.#pages++, this.#faulty.splice(0), context.now())
    await context.imports.note(id, { counts: this.counts }, context.now())
  }
}

type RowOutcome = 'added' | 'changed' | 'same'

function outcomeOf(entry: NewEntry, known: RegisterEntry | undefined): RowOutcome {
  if (known === undefined) return 'added'
  return isSameEntry(entry, known) ? 'same' : 'changed'
}

/**
 * Writes every row of a checked import in one transaction. Claims are compared afterwards; the comparison can be
 * repeated at any time.
 */
export async function runApply(context: RegistersContext, id: string, register: Register, by: Actor): Promise<void> {
  try {
    await inTransaction(context.connection, async (session) => {
      const counts = await write(context, session, id, register)
      if (!(await context.imports.move(session, id, ['applying'], { state: 'applied', counts }, context.now()))) {
        throw new Error(`import ${id} is no longer being applied`)
      }
      await context.imports.clearStaged(session, id)
      await recordEvent(context, session, id, 'REGISTER_IMPORTED', by, { register: register.id, ...counts })
    })
  } catch (error) {
    context.log.error({ err: error, import: id }, 'a register import could not be written')
    const fault = '写入没有成功，名录没有任何改动，请重试'
    await inTransaction(context.connection, async (session) => {
      await context.imports.move(session, id, ['applying'], { state: 'checked', fault }, context.now())
    })
    return
  }
  await checkClaimsAfter(context, id)
}

/** Compares all claims with the registers and records the progress on the import. */
export async function checkClaimsAfter(context: RegistersContext, id: string): Promise<void> {
  let last = 0
  await checkAllClaims(context, async (seen) => {
    last = seen
    await context.imports.note(id, { claims: { seen, done: false } }, context.now())
  })
  await context.imports.note(id, { claims: { seen: last, done: true } }, context.now())
}

async function write(
  context: RegistersContext,
  session: ClientSession,
  id: string,
  register: Register,
): Promise<ImportCounts> {
  const origin = { isSample: false, importId: id, importedAt: context.now() }
  const tally = { added: 0, changed: 0, same: 0 }
  for await (const piece of context.imports.staged(id, session)) {
    const known = await context.entries.withKeys(
      register.id,
      piece.map((entry) => entryKey(register, entry)),
      session,
    )
    const added: NewEntry[] = []
    for (const entry of piece) {
      const before = known.get(entryKey(register, entry))
      const outcome = outcomeOf(entry, before)
      tally[outcome] += 1
      if (before === undefined) added.push(entry)
      else if (outcome === 'changed') await context.entries.change(session, register, before.id, entry, origin)
    }
    await context.entries.insert(session, register, added, origin)
  }
  return { read: tally.added + tally.changed + tally.same, refused: 0, ...tally }
}

async function recordEvent(
  { audit }: RegistersContext,
  session: ClientSession,
  id: string,
  name: string,
  actor: Actor,
  detail: Record<string, unknown>,
) {
  await audit.record(session, { name, actor, subject: { kind: 'register-import', id }, detail })
}
