import type { MongoClient } from 'mongodb'
import { checkOperation } from './check-operation.js'
import { Entities } from './entities.js'
import { isJson, type CollectionData, type ExpectedEvents, type Json, type Test, type TestFile } from './format.js'
import { match, Mismatch, sameValue } from './match.js'

/** Runs one test of a file from its initial data to its outcome; throws when anything is not as the test says. */
export async function runTest(file: TestFile, test: Test, uri: string, internal: MongoClient): Promise<void> {
  for (const data of file.initialData ?? []) await load(internal, data)
  const entities = new Entities(uri)
  try {
    for (const description of file.createEntities ?? []) await entities.create(description)
    for (const operation of test.operations) await checkOperation(operation, entities, internal)
    for (const expected of test.expectEvents ?? []) checkEvents(expected, entities)
    for (const data of test.outcome ?? []) await checkOutcome(internal, data)
  } finally {
    entities.stopObserving()
    await internal.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' })
    await entities.close()
  }
}

async function load(internal: MongoClient, data: CollectionData): Promise<void> {
  const database = internal.db(data.databaseName)
  await database.dropCollection(data.collectionName)
  await database.createCollection(data.collectionName, data.createOptions ?? {})
  if (data.documents.length > 0) await database.collection(data.collectionName).insertMany(data.documents)
}

async function checkOutcome(internal: MongoClient, data: CollectionData): Promise<void> {
  const collection = internal.db(data.databaseName).collection(data.collectionName)
  const actual = await collection.find({}, { sort: { _id: 1 } }).toArray()
  if (!sameValue(actual, data.documents)) {
    throw new Mismatch(`outcome: expected ${JSON.stringify(data.documents)}, got ${JSON.stringify(actual)}`)
  }
}

function checkEvents(expected: ExpectedEvents, entities: Entities): void {
  const kind = expected.eventType === 'cmap' ? 'cmap' : 'command'
  const actual = entities.eventsOf(expected.client).filter((event) => event.kind === kind)
  const tooMany = actual.length > expected.events.length && expected.ignoreExtraEvents !== true
  expected.events.forEach((event, i) => {
    const [name = ''] = Object.keys(event)
    if (actual[i]?.name !== name)
      throw new Mismatch(`event ${i}: expected ${name}, got ${actual[i]?.name ?? 'nothing'}`)
    checkEvent(actual[i].event, event[name] as Json, entities, i)
  })
  if (tooMany) throw new Mismatch(`events: ${actual.length} instead of ${expected.events.length}`)
}

function checkEvent(actual: Json, expected: Json, entities: Entities, position: number): void {
  for (const [field, value] of Object.entries(expected)) {
    if (field === 'hasServiceId' || field === 'hasServerConnectionId') continue
    const given = field === 'command' && isJson(actual.command) ? { ...actual.command } : actual[field]
    match(given, value, (id) => entities.get(id), `event ${position} ${field}`)
  }
}
