import type { ClientSession, Connection } from 'mongoose'

/** Runs `work` in one transaction: all its writes happen, or none; a write conflict is tried again by the driver. */
export async function inTransaction<T>(
  connection: Connection,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const session = await connection.startSession()
  try {
    return await session.withTransaction(() => work(session))
  } finally {
    await session.endSession()
  }
}
