import type { ClientSession, MongoClient } from 'mongodb'
import type { Entities } from './entities.js'
import type { Json, Operation } from './format.js'
import { Mismatch } from './match.js'

/** Operations of the test runner itself: fail points and assertions on sessions, collections and indexes. */
export async function runSpecial(operation: Operation, entities: Entities, internal: MongoClient): Promise<unknown> {
  const given = operation.arguments ?? {}
  const session = () => entities.get(given.session as string) as ClientSession
  const holds = (condition: boolean, message: string) => {
    if (!condition) throw new Mismatch(`${operation.name}: ${message}`)
  }
  switch (operation.name) {
    case 'failPoint':
      return entities
        .client(given.client as string)
        .db('admin')
        .command(given.failPoint as Json)
    case 'createEntities':
      for (const entity of given.entities as Json[]) await entities.create(entity)
      return undefined
    case 'assertSessionTransactionState': {
      const state = transactionState(session())
      return holds(state === given.state, `state is ${state}`)
    }
    case 'assertSessionPinned':
      return holds(isPinned(session()), 'session is not pinned')
    case 'assertSessionUnpinned':
      return holds(!isPinned(session()), 'session is pinned')
    case 'assertCollectionExists':
    case 'assertCollectionNotExists': {
      const names = await internal
        .db(given.databaseName as string)
        .listCollections({}, { nameOnly: true })
        .toArray()
      const exists = names.some(({ name }) => name === given.collectionName)
      return holds(exists === (operation.name === 'assertCollectionExists'), `exists is ${exists}`)
    }
    case 'assertIndexExists':
    case 'assertIndexNotExists': {
      const collection = internal.db(given.databaseName as string).collection(given.collectionName as string)
      const indexes = await collection
        .listIndexes()
        .toArray()
        .catch(() => [])
      const exists = indexes.some(({ name }: { name?: unknown }) => name === given.indexName)
      return holds(exists === (operation.name === 'assertIndexExists'), `exists is ${exists}`)
    }
    default:
      throw new Error(`test operation ${operation.name} is not supported by this runner`)
  }
}

/** The driver keeps the state of a session's transaction; the format has its own names for it. */
function transactionState(session: ClientSession): string {
  const { state } = (session as unknown as { transaction: { state: string } }).transaction
  const names: Record<string, string> = {
    NO_TRANSACTION: 'none',
    STARTING_TRANSACTION: 'starting',
    TRANSACTION_IN_PROGRESS: 'in_progress',
    TRANSACTION_COMMITTED: 'committed',
    TRANSACTION_ABORTED: 'aborted',
  }
  return names[state] ?? state
}

function isPinned(session: ClientSession): boolean {
  return (session as unknown as { isPinned: boolean }).isPinned
}
