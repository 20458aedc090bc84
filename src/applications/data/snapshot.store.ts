import { hash } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { packed, unpacked } from '../../db/index.js'

type Row = {
  /** The request's id. */
  readonly _id: string
  readonly enterpriseId: string
  readonly sha256: string
  readonly compressed: Buffer
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    enterpriseId: { type: String, required: true },
    sha256: { type: String, required: true },
    compressed: { type: Buffer, required: true },
  },
  { collection: 'application_snapshots', versionKey: false },
)
schema.index({ enterpriseId: 1 })

export type SnapshotStore = ReturnType<typeof snapshotStore>

/** SHA-256 of a text in lower-case hex. */
export const sha256Of = (text: string): string => hash('sha256', text, 'hex')

/** The only reader and writer of `application_snapshots`: what a request was decided on, byte for byte, never changed. */
export function snapshotStore(connection: Connection) {
  const model = connection.model<Row>('ApplicationSnapshot', schema)
  return {
    /** @param sha256 what `sha256Of` says of the text: whoever keeps it knows it */
    async insert(
      session: ClientSession,
      of: Pick<Row, 'enterpriseId' | 'sha256'> & { requestId: string },
      text: string,
    ) {
      const { requestId, enterpriseId, sha256 } = of
      const row = { _id: requestId, enterpriseId, sha256, compressed: packed(text) }
      await model.create([row], { session })
    },

    /** The text of a request's snapshot. @throws Error when what is kept is not what was frozen. */
    async text(requestId: string, session: ClientSession | null = null): Promise<string | null> {
      const row = await model.findById(requestId, null, { session }).lean<Row>()
      if (row === null) return null
      const text = unpacked(row.compressed)
      if (sha256Of(text) !== row.sha256) throw new Error(`the snapshot of request ${requestId} was changed`)
      return text
    },

    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await model.deleteMany({ enterpriseId: trusted({ $in: [...enterpriseIds] }) }, { session })
    },
  }
}
