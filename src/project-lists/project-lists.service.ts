import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import type { DataHolder, Enterprise, EnterprisesService, NeedTerms } from '../enterprises/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import type { Reference } from '../reference/index.js'
import { RecordNotFound } from '../kernel/domain-error.js'
import { type RowSink, sheetImports } from '../spreadsheets/index.js'
import { isSameProject, type NewProject, type Project, projectKey } from './rules/project.js'
import { projectStore, type ProjectStore } from './project.store.js'
import { projectTable } from './rules/project-table.js'
import type { Actor } from '../kernel/actor.js'

export type ProjectListsService = ReturnType<typeof projectListsService>

export type ProjectListsServiceDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly reference: Pick<Reference, 'divisions' | 'greenClasses'>
  readonly enterprises: Pick<EnterprisesService, 'addNeedWithin' | 'get'>
}

/** The dependencies of the use cases of this room. */
export type ProjectListsContext = ProjectListsServiceDeps & { readonly store: ProjectStore }

/** The three project lists. Every change is one transaction with its audit event. */
export function projectListsService(parts: ProjectListsServiceDeps) {
  const { connection, now } = parts
  const store = projectStore(connection)
  const context: ProjectListsContext = { ...parts, store }
  const table = projectTable(parts.reference)
  return {
    now,
    table,
    imports: sheetImports(parts, table, rowSink(context)),
    /** Every project, the largest investment first; `selectProjects` filters and `groupsOf` sums them. */
    all: (): Promise<readonly Project[]> => store.all(),

    /** @throws RecordNotFound */
    get: (id: string): Promise<Project> => requireProject(context, id),

    /** The projects of an enterprise, matched by credit code; none before the centre has approved it. */
    ofEnterprise: (enterprise: Pick<Enterprise, 'creditCode' | 'isSample' | 'status'>): Promise<readonly Project[]> =>
      enterprise.status === 'approved'
        ? store.ofOwner(enterprise.creditCode, enterprise.isSample)
        : Promise.resolve([]),

    /** Creates the need of a project once; a second call returns the same need. @throws RecordNotFound for another's project */
    makeNeed: (enterpriseId: string, projectId: string, by: Actor): Promise<Result<{ readonly needId: string }>> =>
      makeNeed(context, enterpriseId, projectId, by),

    ...editing(context),
    ...samples(context),
  }
}

/** Entering, changing and removing one project. */
function editing(context: ProjectListsContext) {
  const { connection, now, store } = context
  return {
    /** The error is a Chinese sentence. */
    add: (given: NewProject, by: Actor): Promise<Result<string>> =>
      inTransaction(connection, async (session): Promise<Result<string>> => {
        if ((await store.withKeys([projectKey(given)], false, session)).size > 0) return failed(TAKEN)
        const project = newProject(given, { isSample: false, importId: null, at: now() })
        await store.insert(session, [project])
        await recordEvent(context, session, project.id, 'PIPELINE_PROJECT_ENTERED', by)
        return ok(project.id)
      }),

    /** Changes what a form of `version` showed. The error is a Chinese sentence. @throws RecordNotFound */
    change: (of: { id: string; version: number }, given: NewProject, by: Actor): Promise<Result<string>> =>
      inTransaction(connection, async (session): Promise<Result<string>> => {
        const before = await requireProject(context, of.id, session)
        const same = (await store.withKeys([projectKey(given)], before.isSample, session)).get(projectKey(given))
        if (same && same.id !== of.id) return failed(TAKEN)
        const next = changed(before, given, { importId: null, at: now() })
        if (before.version !== of.version || !(await store.replace(session, next, of.version))) {
          return failed('这个项目刚被别人改过，请返回重新打开后再改')
        }
        await recordEvent(context, session, of.id, 'PIPELINE_PROJECT_CHANGED', by)
        return ok(of.id)
      }),

    /** @throws RecordNotFound */
    remove: (id: string, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        if (!(await store.remove(session, (await requireProject(context, id, session)).id))) throw projectNotFound()
        await recordEvent(context, session, id, 'PIPELINE_PROJECT_REMOVED', by)
      }),
  }
}

/** Samples, and the export and closure of an enterprise; each runs in the transaction of its caller. */
function samples({ store, now, enterprises }: ProjectListsContext) {
  return {
    async addSamples(session: ClientSession, projects: readonly NewProject[]): Promise<void> {
      const at = now()
      await store.insert(
        session,
        projects.map((given) => newProject(given, { isSample: true, importId: null, at })),
      )
    },
    removeSamples: (session: ClientSession): Promise<number> => store.removeSamples(session),

    /** The data of an enterprise in the lists, for its export and its closure. */
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

/** Updates projects that exist and keeps the needs that were created from them. */
const rowSink =
  ({ store }: ProjectListsContext): RowSink<NewProject> =>
  async (session, rows, to) => {
    const known = await store.withKeys(rows.map(projectKey), false, session)
    const tally = { added: 0, changed: 0, same: 0 }
    const added: Project[] = []
    for (const row of rows) {
      const before = known.get(projectKey(row))
      const outcome = before === undefined ? 'added' : isSameProject(before, row) ? 'same' : 'changed'
      tally[outcome] += 1
      if (!to) continue
      if (before === undefined) added.push(newProject(row, { isSample: false, ...to }))
      else if (outcome === 'changed' && !(await store.replace(session, changed(before, row, to), before.version))) {
        throw new Error(`project ${before.id} was changed inside a transaction that had read it`)
      }
    }
    await store.insert(session, added)
    return tally
  }

const newProject = (
  given: NewProject,
  { isSample, importId, at }: { isSample: boolean; importId: string | null; at: Date },
): Project => ({ ...given, id: newRecordId(), isSample, importId, need: null, version: 1, changedAt: at })

/** The next version; a project that gets another owner loses the need of the previous one. */
const changed = (
  before: Project,
  given: NewProject,
  { importId, at }: { importId: string | null; at: Date },
): Project => ({
  ...{ ...before, ...given, importId, changedAt: at },
  version: before.version + 1,
  need: given.creditCode === before.creditCode ? before.need : null,
})

async function requireProject(
  { store }: Pick<ProjectListsContext, 'store'>,
  id: string,
  session: ClientSession | null = null,
): Promise<Project> {
  const found = await store.find(id, session)
  if (found === null) throw projectNotFound()
  return found
}

const recordEvent = ({ audit }: ProjectListsContext, session: ClientSession, id: string, name: string, actor: Actor) =>
  audit.record(session, { name, actor, subject: { kind: 'pipeline-project', id } })

const TAKEN = '清单中已经有这家企业的同名项目，请改原来的一条'
const projectNotFound = () => new RecordNotFound('project.not-found')

/** The longest title of a need; a longer title of a project is cut. */
const LONGEST_TITLE = 60

/**
 * The terms of a need from a project: the funding gap is the amount, and what the list does not state stays unknown. For a
 * project without a gap the owner states the amount.
 */
export function needTermsOf(project: Project): NeedTerms {
  const { title, gapFen, investmentFen, savingTce, greenCode } = project
  return {
    title: title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title,
    amountFen: gapFen === 0 ? null : gapFen,
    termMonths: null,
    purpose: '项目建设',
    greenCode,
    investmentFen,
    // What is funded already need not be the owner's own money, so nothing is made of it.
    ownFundsFen: null,
    approvals: null,
    securities: null,
    securityRegistered: null,
    energySavingTce: savingTce,
    carbonReductionT: null,
  }
}

/**
 * Creates the need of a project and links the two in one transaction. A second call, even a concurrent one, finds the
 * link and creates nothing. The error is a Chinese sentence.
 * @throws RecordNotFound when the project is not that enterprise's, or the enterprise is not approved
 */
export function makeNeed(
  { connection, now, audit, enterprises, store }: ProjectListsContext,
  enterpriseId: string,
  projectId: string,
  by: Actor,
): Promise<Result<{ readonly needId: string }>> {
  return inTransaction(connection, async (session): Promise<Result<{ readonly needId: string }>> => {
    const enterprise = await enterprises.get({ enterpriseId }, enterpriseId, session)
    const project = await store.find(projectId, session)
    const own = project?.creditCode === enterprise.creditCode && project.isSample === enterprise.isSample
    if (!project || !own || enterprise.status !== 'approved') throw new RecordNotFound('project.not-own')
    if (project.need)
      return project.need.enterpriseId === enterpriseId ? ok(project.need) : failed(NEED_OF_OTHER_ACCOUNT)
    const added = await enterprises.addNeedWithin(session, enterpriseId, needTermsOf(project), by)
    if (!added.ok) return failed(added.error)
    const need = { needId: added.value.id, enterpriseId, at: now() }
    if (!(await store.link(session, project.id, need))) throw new Error(`project ${project.id} already has a need`)
    const subject = { kind: 'pipeline-project', id: project.id }
    await audit.record(session, { name: 'PIPELINE_NEED_MADE', actor: by, subject, detail: { needId: need.needId } })
    return ok({ needId: need.needId })
  })
}

const NEED_OF_OTHER_ACCOUNT = '这个项目已经由别的账号转成需求，请联系服务中心'
