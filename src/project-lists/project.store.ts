import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { isRecordId } from '../db/index.js'
import { projectKey, statedFields, type Project, type ProjectNeed } from './rules/project.js'

type ProjectRow = Omit<Project, 'id'> & { readonly _id: string; readonly key: string }

const optionalText = { type: String, default: null }
const optionalNumber = { type: Number, default: null }
const schema = new Schema<ProjectRow>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    title: { type: String, required: true },
    owner: { type: String, required: true },
    creditCode: optionalText,
    division: optionalText,
    stage: { type: String, required: true },
    investmentFen: optionalNumber,
    gapFen: optionalNumber,
    savingTce: optionalNumber,
    greenCode: optionalText,
    source: optionalText,
    isSample: { type: Boolean, required: true },
    need: { type: Schema.Types.Mixed, default: null },
    importId: optionalText,
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
  },
  { collection: 'pipeline_projects', versionKey: false },
)
// A sample never stands in the way of a real project.
schema.index({ isSample: 1, key: 1 }, { unique: true })
schema.index({ creditCode: 1 })

export type ProjectStore = ReturnType<typeof projectStore>

/** The only reader and writer of `pipeline_projects`. The lists hold some thousand at most, so they are read whole. */
export function projectStore(connection: Connection) {
  const model = connection.model<ProjectRow>('PipelineProject', schema)
  return {
    async insert(session: ClientSession, projects: readonly Project[]): Promise<void> {
      const rows = projects.map(({ id, ...rest }) => ({ ...rest, _id: id, key: projectKey(rest) }))
      if (rows.length > 0) await model.insertMany(rows, { session, lean: true })
    },

    /** The largest investment first, those without one last. */
    async all(): Promise<readonly Project[]> {
      return (await model.find({}).sort({ investmentFen: -1, _id: 1 }).lean<ProjectRow[]>()).map(projectFromRow)
    },

    async find(id: string, session: ClientSession | null = null): Promise<Project | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id }, null, { session }).lean<ProjectRow>()
      return row && projectFromRow(row)
    },

    /** What the lists hold of one firm, by its code. */
    async ofOwner(creditCode: string, isSample: boolean): Promise<readonly Project[]> {
      const rows = await model.find({ creditCode, isSample }).sort({ investmentFen: -1, _id: 1 }).lean<ProjectRow[]>()
      return rows.map(projectFromRow)
    },

    async withKeys(
      keys: readonly string[],
      isSample: boolean,
      session: ClientSession,
    ): Promise<ReadonlyMap<string, Project>> {
      const where = { isSample, key: trusted({ $in: [...keys] }) }
      const rows = await model.find(where, null, { session }).lean<ProjectRow[]>()
      return new Map(rows.map((row) => [row.key, projectFromRow(row)]))
    },

    /** Writes the next version. False when another change was faster. */
    async replace(session: ClientSession, { id, ...rest }: Project, from: number): Promise<boolean> {
      const set = { ...rest, key: projectKey(rest) }
      return (await model.updateOne({ _id: id, version: from }, { $set: set }, { session })).matchedCount === 1
    },

    /** Links a project to its need, unless it has one. */
    async link(session: ClientSession, id: string, need: ProjectNeed): Promise<boolean> {
      return (await model.updateOne({ _id: id, need: null }, { $set: { need } }, { session })).matchedCount === 1
    },

    /** Lets go of the needs of an enterprise that closes; the projects are the bureau's and stay. */
    async unlink(session: ClientSession, enterpriseId: string): Promise<void> {
      await model.updateMany({ 'need.enterpriseId': enterpriseId }, { $set: { need: null } }, { session })
    },

    async remove(session: ClientSession, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session })).deletedCount === 1
    },

    async removeSamples(session: ClientSession): Promise<number> {
      return (await model.deleteMany({ isSample: true }, { session })).deletedCount
    },
  }
}

function projectFromRow(row: ProjectRow): Project {
  const { isSample, need, importId, version, changedAt } = row
  return { ...statedFields(row), ...{ isSample, need, importId, version, changedAt }, id: row._id }
}
