import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import type { DataHolder, Enterprise, EnterprisesService } from '../enterprises/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import type { Reference } from '../reference/index.js'
import { NotFound } from '../web/errors.js'
import { sheetImports, type Sink } from '../spreadsheets/index.js'
import { makeNeed } from './make-need.js'
import { projectKey, saysTheSame, type NewProject, type Project } from './project.js'
import { projectStore, type ProjectStore } from './project.store.js'
import { projectTable } from './project-table.js'

export type PipelineService = ReturnType<typeof pipelineService>

export type PipelineParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly reference: Pick<Reference, 'divisions' | 'greenClasses'>
  readonly enterprises: Pick<EnterprisesService, 'addNeedWithin' | 'get'>
}

/** What every use case of the pipeline works with. */
export type PipelineContext = PipelineParts & { readonly store: ProjectStore }

/** The three lists of projects over one database. Every change is one transaction with its audit event. */
export function pipelineService(parts: PipelineParts) {
  const { connection, now } = parts
  const store = projectStore(connection)
  const context: PipelineContext = { ...parts, store }
  const table = projectTable(parts.reference)
  return {
    now,
    table,
    imports: sheetImports(parts, table, sinkOf(context)),
    /** Every project, the largest investment first; `selectProjects` filters and `groupsOf` sums them. */
    all: (): Promise<readonly Project[]> => store.all(),

    /** @throws NotFound */
    get: (id: string): Promise<Project> => require(context, id),

    /** What the lists hold of an enterprise, matched by its credit code; nothing before the centre has approved it. */
    ofEnterprise: (enterprise: Pick<Enterprise, 'creditCode' | 'isSample' | 'status'>): Promise<readonly Project[]> =>
      enterprise.status === 'approved'
        ? store.ofOwner(enterprise.creditCode, enterprise.isSample)
        : Promise.resolve([]),

    /** Makes the need of a project, once: asked again, it answers with the same. @throws NotFound for another's project */
    makeNeed: (enterpriseId: string, projectId: string, by: Actor): Promise<Result<{ readonly needId: string }>> =>
      makeNeed(context, enterpriseId, projectId, by),

    ...keeping(context),
    ...samples(context),
  }
}

/** Entering, changing and removing one project. */
function keeping(context: PipelineContext) {
  const { connection, now, store } = context
  return {
    /** The error is a Chinese sentence. */
    add: (given: NewProject, by: Actor): Promise<Result<string>> =>
      inTransaction(connection, async (session): Promise<Result<string>> => {
        if ((await store.withKeys([projectKey(given)], false, session)).size > 0) return failed(TAKEN)
        const project = fresh(given, { isSample: false, importId: null, at: now() })
        await store.insert(session, [project])
        await record(context, session, project.id, 'PIPELINE_PROJECT_ENTERED', by)
        return ok(project.id)
      }),

    /** Changes what a form of `version` showed. The error is a Chinese sentence. @throws NotFound */
    change: (of: { id: string; version: number }, given: NewProject, by: Actor): Promise<Result<string>> =>
      inTransaction(connection, async (session): Promise<Result<string>> => {
        const before = await require(context, of.id, session)
        const same = (await store.withKeys([projectKey(given)], before.isSample, session)).get(projectKey(given))
        if (same && same.id !== of.id) return failed(TAKEN)
        const next = changed(before, given, { importId: null, at: now() })
        if (before.version !== of.version || !(await store.replace(session, next, of.version))) {
          return failed('这个项目刚被别人改过，请返回重新打开后再改')
        }
        await record(context, session, of.id, 'PIPELINE_PROJECT_CHANGED', by)
        return ok(of.id)
      }),

    /** @throws NotFound */
    remove: (id: string, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        if (!(await store.remove(session, (await require(context, id, session)).id))) throw notThere()
        await record(context, session, id, 'PIPELINE_PROJECT_REMOVED', by)
      }),
  }
}

/** What the samples and the closure of an enterprise ask for, each in the transaction of whoever asks. */
function samples({ store, now, enterprises }: PipelineContext) {
  return {
    async addSamples(session: ClientSession, projects: readonly NewProject[]): Promise<void> {
      const at = now()
      await store.insert(
        session,
        projects.map((given) => fresh(given, { isSample: true, importId: null, at })),
      )
    },
    removeSamples: (session: ClientSession): Promise<number> => store.removeSamples(session),

    /** What the lists hold about an enterprise, for its export and its closure. */
    holder: {
      name: 'pipeline',
      async exportOf(enterpriseId: string): Promise<unknown> {
        const { creditCode, isSample } = await enterprises.get('all', enterpriseId)
        return store.ofOwner(creditCode, isSample)
      },
      close: (session: ClientSession, enterpriseId: string): Promise<void> => store.unlink(session, enterpriseId),
    } satisfies DataHolder,
  }
}

/** Projects that are there already are brought up to date; needs that were made of them stay with them. */
const sinkOf =
  ({ store }: PipelineContext): Sink<NewProject> =>
  async (session, rows, to) => {
    const known = await store.withKeys(rows.map(projectKey), false, session)
    const tally = { added: 0, changed: 0, same: 0 }
    const added: Project[] = []
    for (const row of rows) {
      const before = known.get(projectKey(row))
      const fate = before === undefined ? 'added' : saysTheSame(before, row) ? 'same' : 'changed'
      tally[fate] += 1
      if (!to) continue
      if (before === undefined) added.push(fresh(row, { isSample: false, ...to }))
      else if (fate === 'changed' && !(await store.replace(session, changed(before, row, to), before.version))) {
        throw new Error(`project ${before.id} was changed inside a transaction that had read it`)
      }
    }
    await store.insert(session, added)
    return tally
  }

const fresh = (
  given: NewProject,
  { isSample, importId, at }: { isSample: boolean; importId: string | null; at: Date },
): Project => ({ ...given, id: newRecordId(), isSample, importId, need: null, version: 1, changedAt: at })

/** The next version; a project that goes over to another firm leaves the need of the first one behind. */
const changed = (
  before: Project,
  given: NewProject,
  { importId, at }: { importId: string | null; at: Date },
): Project => ({
  ...{ ...before, ...given, importId, changedAt: at },
  version: before.version + 1,
  need: given.creditCode === before.creditCode ? before.need : null,
})

async function require(
  { store }: Pick<PipelineContext, 'store'>,
  id: string,
  session: ClientSession | null = null,
): Promise<Project> {
  const found = await store.find(id, session)
  if (found === null) throw notThere()
  return found
}

const record = ({ audit }: PipelineContext, session: ClientSession, id: string, name: string, actor: Actor) =>
  audit.record(session, { name, actor, subject: { kind: 'pipeline-project', id } })

const TAKEN = '清单中已经有这家企业的同名项目，请改原来的一条'
const notThere = () => new NotFound('清单中没有这个项目，可能已经移除。')
