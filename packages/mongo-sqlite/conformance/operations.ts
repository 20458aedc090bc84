import {
  MongoClient,
  type ClientSession,
  Collection,
  Db,
  type AnyBulkWriteOperation,
  type AnyClientBulkWriteModel,
  type Document,
} from 'mongodb'
import { settings, type Entities } from './entities.js'
import type { Json, Operation } from './format.js'
import { runSpecial } from './special-operations.js'

/** Runs one operation of a test and answers its result; throws what the driver throws. */
export async function runOperation(operation: Operation, entities: Entities, internal: MongoClient): Promise<unknown> {
  const { session, ...given } = operation.arguments ?? {}
  const options: Json = settings(given)
  if (typeof session === 'string' && operation.object !== 'testRunner') options.session = entities.get(session)
  if (operation.object === 'testRunner') return runSpecial(operation, entities, internal)
  const target = entities.get(operation.object)
  if (target instanceof Collection) return runOnCollection(operation.name, target as Collection, options)
  if (target instanceof Db) return runOnDatabase(operation.name, target, options)
  if (target instanceof MongoClient) return runOnClient(operation.name, target, options)
  return runOnSession(operation.name, target as ClientSession, options, entities, internal)
}

async function runOnCollection(name: string, collection: Collection, given: Json): Promise<unknown> {
  const { filter, update, replacement, document, documents, pipeline, requests, fieldName, keys, ...options } = given
  if (typeof options.returnDocument === 'string') options.returnDocument = options.returnDocument.toLowerCase()
  const query = (filter ?? {}) as Document
  const change = update as Document
  switch (name) {
    case 'insertOne':
      return collection.insertOne(document as Document, options)
    case 'insertMany':
      return collection.insertMany(documents as Document[], options)
    case 'updateOne':
      return collection.updateOne(query, change, options)
    case 'updateMany':
      return collection.updateMany(query, change, options)
    case 'replaceOne':
      return collection.replaceOne(query, replacement as Document, options)
    case 'deleteOne':
      return collection.deleteOne(query, options)
    case 'deleteMany':
      return collection.deleteMany(query, options)
    case 'findOneAndUpdate':
      return collection.findOneAndUpdate(query, change, options)
    case 'findOneAndReplace':
      return collection.findOneAndReplace(query, replacement as Document, options)
    case 'findOneAndDelete':
      return collection.findOneAndDelete(query, options)
    case 'find':
      return collection.find(query, options).toArray()
    case 'findOne':
      return collection.findOne(query, options)
    case 'aggregate':
      return collection.aggregate(pipeline as Document[], options).toArray()
    case 'countDocuments':
      return collection.countDocuments(query, options)
    case 'count':
      // The deprecated command itself: the driver offers it under its own name.
      return (collection as unknown as { count(query: Document, options: Json): Promise<number> }).count(query, options)
    case 'estimatedDocumentCount':
      return collection.estimatedDocumentCount(options)
    case 'distinct':
      return collection.distinct(fieldName as string, query, options)
    case 'bulkWrite':
      return collection.bulkWrite((requests as Json[]).map(bulkRequest), options)
    case 'createIndex':
      return collection.createIndex(keys as Document, options)
    default:
      throw new Error(`collection operation ${name} is not supported by this runner`)
  }
}

function bulkRequest(request: Json): AnyBulkWriteOperation {
  return request as unknown as AnyBulkWriteOperation
}

async function runOnDatabase(name: string, database: Db, given: Json): Promise<unknown> {
  const { command, commandName, pipeline, collection, ...options } = given
  switch (name) {
    case 'runCommand': {
      // The command's own name has to be its first field, which JSON does not promise.
      const fields = command as Json
      const first = String(commandName)
      return database.command({ [first]: fields[first], ...fields }, options)
    }
    case 'aggregate':
      return database.aggregate(pipeline as Document[], options).toArray()
    case 'createCollection':
      return (await database.createCollection(collection as string, options)).collectionName
    case 'dropCollection':
      return database.dropCollection(collection as string, options)
    case 'modifyCollection':
      return database.command({ collMod: collection, ...options })
    default:
      throw new Error(`database operation ${name} is not supported by this runner`)
  }
}

async function runOnClient(name: string, client: MongoClient, given: Json): Promise<unknown> {
  if (name !== 'clientBulkWrite') throw new Error(`client operation ${name} is not supported by this runner`)
  const { models, ...options } = given
  const list = (models as Json[]).map((model) => {
    const [kind = ''] = Object.keys(model)
    return { name: kind, ...(model[kind] as Json) } as unknown as AnyClientBulkWriteModel<Document>
  })
  return client.bulkWrite(list, options)
}

async function runOnSession(
  name: string,
  session: ClientSession,
  given: Json,
  entities: Entities,
  internal: MongoClient,
) {
  switch (name) {
    case 'startTransaction':
      session.startTransaction(given)
      return undefined
    case 'commitTransaction':
      return session.commitTransaction(given)
    case 'abortTransaction':
      return session.abortTransaction(given)
    case 'endSession':
      return session.endSession()
    case 'withTransaction': {
      const { callback, ...options } = given
      return session.withTransaction(async () => {
        for (const operation of callback as Operation[]) {
          const { checkOperation } = await import('./check-operation.js')
          await checkOperation(operation, entities, internal)
        }
      }, options)
    }
    default:
      throw new Error(`session operation ${name} is not supported by this runner`)
  }
}
