import type { Connection } from 'mongoose'

/** Creates the collections and indexes that the models of this connection declare; what is there already stays. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection()
    await model.createIndexes()
  }
}
