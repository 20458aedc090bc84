import { Double, Long, Timestamp } from 'bson'
import { CommandError } from '../errors.js'
import { isTrue } from '../field.js'
import { requireCollection, sizeOf } from '../storage/collections.js'
import { inspectCollection } from '../storage/integrity.js'
import { keysOf, type Document } from '../values/document.js'
import { MAX_DOCUMENT } from '../storage/store.js'
import { SET_NAME, VERSION, VERSION_ARRAY } from '../version.js'
import { fields, reply, type Call, type Command } from './call.js'
import { collectionName, targetOf } from './target.js'

const control = (run: Command['run'], ...names: string[]): Command => ({
  kind: 'control',
  fields: fields(...names),
  run,
})

export const ping = control(() => reply({}))

export const buildInfo = control(() =>
  reply({
    version: VERSION,
    versionArray: VERSION_ARRAY,
    gitVersion: 'embedded',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT,
    storageEngines: ['sqlite'],
  }),
)

/** Parameters clients ask for; anything else is answered as the server answers an unknown one. */
function getParameterRun(call: Call) {
  const values: Document = {
    featureCompatibilityVersion: { version: '7.0' },
    authenticationMechanisms: ['SCRAM-SHA-256'],
    enableTestCommands: call.server.options.testCommands,
    transactionLifetimeLimitSeconds: 60,
  }
  if (call.body.getParameter === '*') return reply(values)
  const asked = keysOf(call.body).filter((key) => Object.hasOwn(values, key) && isTrue(call.body[key]))
  if (asked.length === 0) throw new CommandError('InvalidOptions', 'no option found to get')
  return reply(Object.fromEntries(asked.map((key) => [key, values[key]])))
}

export const getParameter: Command = {
  kind: 'control',
  fields: fields(
    'featureCompatibilityVersion',
    'authenticationMechanisms',
    'enableTestCommands',
    'transactionLifetimeLimitSeconds',
    'allParameters',
  ),
  run: getParameterRun,
}

export const connectionStatus = control((call) => {
  const user = call.server.options.credentials?.user
  const users = user === undefined ? [] : [{ user, db: 'admin' }]
  return reply({ authInfo: { authenticatedUsers: users, authenticatedUserRoles: [] } })
}, 'showPrivileges')

export const serverStatus = control((call) =>
  reply({
    host: call.server.address,
    version: VERSION,
    process: 'embedded',
    pid: Long.fromNumber(process.pid),
    uptime: new Double(Math.round((Date.now() - call.server.startedAt) / 1000)),
    localTime: call.now,
    connections: { current: call.server.connections },
    metrics: { cursor: { open: { total: Long.fromNumber(call.server.cursors.size) } } },
    repl: { setName: SET_NAME, isWritablePrimary: true, hosts: [call.server.address] },
    storageEngine: { name: 'sqlite', supportsCommittedReads: true, persistent: true },
    logicalSessionRecordCache: { activeSessionsCount: call.server.sessions.size },
  }),
)

export const replSetGetStatus = control((call) =>
  reply({
    set: SET_NAME,
    myState: 1,
    term: Long.fromNumber(1),
    date: call.now,
    optimes: {
      lastAppliedWallTime: call.now,
      appliedOpTime: { ts: new Timestamp({ t: 1, i: 1 }), t: Long.fromNumber(1) },
    },
    members: [{ _id: 0, name: call.server.address, health: new Double(1), state: 1, stateStr: 'PRIMARY', self: true }],
  }),
)

export const collStats: Command = {
  kind: 'read',
  fields: fields('scale'),
  run: (call) => {
    const collection = targetOf(call)
    const size = collection === undefined ? { count: 0, bytes: 0 } : sizeOf(call.store, collection)
    return reply({
      ns: `${call.db}.${String(call.body[call.name])}`,
      size: size.bytes,
      count: size.count,
      avgObjSize: size.count === 0 ? 0 : Math.round(size.bytes / size.count),
      nindexes: collection?.indexes.length ?? 0,
      capped: false,
    })
  },
}

/** Compares every index with its documents. */
export const validate: Command = {
  kind: 'read',
  fields: fields('full', 'background', 'metadata', 'checkBSONConformance'),
  run: (call) => {
    const collection = requireCollection(call.store, call.db, collectionName(call))
    const { documents, keys, errors } = inspectCollection(call.store, collection)
    return reply({
      ns: `${call.db}.${collection.name}`,
      nrecords: documents,
      nIndexes: collection.indexes.length,
      keysPerIndex: Object.fromEntries(keys),
      valid: errors.length === 0,
      errors,
      warnings: [],
    })
  },
}

export const dbStats: Command = {
  kind: 'read',
  fields: fields('scale', 'freeStorage'),
  run: (call) => {
    const collections = call.store.catalog.inDatabase(call.db)
    const sizes = collections.map((collection) => sizeOf(call.store, collection))
    return reply({
      db: call.db,
      collections: collections.length,
      objects: sizes.reduce((sum, size) => sum + size.count, 0),
      dataSize: new Double(sizes.reduce((sum, size) => sum + size.bytes, 0)),
      indexes: collections.reduce((sum, collection) => sum + collection.indexes.length, 0),
    })
  },
}
