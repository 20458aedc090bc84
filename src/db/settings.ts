import { Schema, type Connection } from 'mongoose'

const settings = new Schema({ _id: String, value: { type: String, required: true } })

/**
 * A value that every process on this database shares: the first one to ask writes it, the others read it.
 * @param make what to write when there is none yet
 */
export async function sharedSetting(connection: Connection, name: string, make: () => string): Promise<string> {
  const model = connection.model('Setting', settings, 'settings')
  const record = await model
    .findOneAndUpdate({ _id: name }, { $setOnInsert: { value: make() } }, { upsert: true, returnDocument: 'after' })
    .lean()
    .orFail()
  return record.value
}
