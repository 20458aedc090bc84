import { mongo, Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isRecordId } from '../../db/index.js'

/** An uploaded file as it is listed; its content lies in GridFS under the same id. */
export type Evidence = {
  readonly id: string
  readonly enterpriseId: string
  readonly name: string
  readonly kind: 'pdf' | 'jpeg' | 'png' | 'xlsx'
  readonly mime: string
  readonly sizeBytes: number
  /** SHA-256 in lower-case hex. */
  readonly sha256: string
  readonly uploadedBy: string | null
  readonly uploadedAt: Date
}

type EvidenceRow = Omit<Evidence, 'id'> & { readonly _id: string }

const schema = new Schema<EvidenceRow>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    name: { type: String, required: true },
    kind: { type: String, required: true, enum: ['pdf', 'jpeg', 'png', 'xlsx'] },
    mime: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    uploadedBy: { type: String, default: null },
    uploadedAt: { type: Date, required: true },
  },
  { collection: 'enterprise_evidence', versionKey: false },
)
schema.index({ enterpriseId: 1, uploadedAt: -1 })
schema.index({ enterpriseId: 1, sha256: 1 }, { unique: true })

export type EvidenceStore = ReturnType<typeof evidenceStore>

/** The only reader and writer of `enterprise_evidence` and of the files behind it. */
export function evidenceStore(connection: Connection) {
  const model = connection.model<EvidenceRow>('EnterpriseEvidence', schema)
  const bucket = () => new mongo.GridFSBucket(connection.getClient().db(connection.name), { bucketName: 'evidence' })
  return {
    async insert(session: ClientSession, { id, ...evidence }: Evidence): Promise<void> {
      await model.create([{ ...evidence, _id: id }], { session })
    },

    async find(enterpriseId: string, id: string, session: ClientSession | null = null): Promise<Evidence | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id, enterpriseId }, null, { session }).lean<EvidenceRow>()
      return row && evidenceFromRow(row)
    },

    async findSame(enterpriseId: string, sha256: string): Promise<Evidence | null> {
      const row = await model.findOne({ enterpriseId, sha256 }).lean<EvidenceRow>()
      return row && evidenceFromRow(row)
    },

    /** All files of an enterprise, the latest first. */
    async list(enterpriseId: string, session: ClientSession | null = null): Promise<readonly Evidence[]> {
      const rows = await model.find({ enterpriseId }, null, { session }).sort({ uploadedAt: -1, _id: 1 }).lean<EvidenceRow[]>()
      return rows.map(evidenceFromRow)
    },

    /** @returns whether it was there. */
    async remove(session: ClientSession, enterpriseId: string, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id, enterpriseId }, { session })).deletedCount === 1
    },

    /** @returns the ids of the files, whose contents are left */
    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<readonly string[]> {
      const where = { enterpriseId: trusted({ $in: [...enterpriseIds] }) }
      const rows = await model.find(where, { _id: 1 }, { session }).lean<{ _id: string }[]>()
      await model.deleteMany(where, { session })
      return rows.map(({ _id }) => _id)
    },

    /** Puts the content down before its listing: GridFS takes no part in transactions. */
    async writeContent(id: string, bytes: Buffer): Promise<void> {
      const upload = bucket().openUploadStreamWithId(id as unknown as mongo.ObjectId, id)
      await pipeline(Readable.from([bytes]), upload)
    },

    readContent(id: string): Readable {
      return bucket().openDownloadStream(id as unknown as mongo.ObjectId)
    },

    /** Takes the content away; one that is not there is as good as taken away. */
    async removeContent(id: string): Promise<void> {
      try {
        await bucket().delete(id as unknown as mongo.ObjectId)
      } catch (error) {
        if (!(error instanceof mongo.MongoRuntimeError)) throw error
      }
    },

    /** Contents that no listing names and that are older than a moment: left by a process that died in between. */
    async orphans(before: Date): Promise<readonly string[]> {
      const files = await bucket()
        .find({ uploadDate: { $lt: before } })
        .toArray()
      const ids = files.map(({ _id }) => String(_id))
      const listed = new Set((await model.find({}, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id))
      return ids.filter((id) => !listed.has(id))
    },
  }
}

function evidenceFromRow({ _id, ...rest }: EvidenceRow): Evidence {
  return { ...rest, id: _id }
}
