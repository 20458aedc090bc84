import { aggregate } from './aggregate.js'
import type { Command } from './call.js'
import {
  collMod,
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollectionCommand,
} from './collections.js'
import { count } from './count.js'
import { getMore, killCursors } from './cursors.js'
import { deleteCommand } from './delete.js'
import * as diagnostics from './diagnostics.js'
import { distinct } from './distinct.js'
import { explain } from './explain.js'
import { configureFailPoint } from './fail-point.js'
import { find } from './find.js'
import { findAndModify } from './find-and-modify.js'
import { hello } from './hello.js'
import { createIndexes, dropIndexes, listIndexes } from './indexes.js'
import { insert } from './insert.js'
import * as sessions from './sessions.js'
import { update } from './update.js'

/** Every command the server knows, under all its names. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', hello],
  ['isMaster', hello],
  ['ismaster', hello],
  ['ping', diagnostics.ping],
  ['buildInfo', diagnostics.buildInfo],
  ['buildinfo', diagnostics.buildInfo],
  ['getParameter', diagnostics.getParameter],
  ['connectionStatus', diagnostics.connectionStatus],
  ['serverStatus', diagnostics.serverStatus],
  ['replSetGetStatus', diagnostics.replSetGetStatus],
  ['collStats', diagnostics.collStats],
  ['dbStats', diagnostics.dbStats],
  ['validate', diagnostics.validate],
  ['saslStart', sessions.saslStart],
  ['saslContinue', sessions.saslContinue],
  ['startSession', sessions.startSession],
  ['refreshSessions', sessions.refreshSessions],
  ['endSessions', sessions.endSessions],
  ['killSessions', sessions.killSessions],
  ['commitTransaction', sessions.commitTransaction],
  ['abortTransaction', sessions.abortTransaction],
  ['listDatabases', listDatabases],
  ['listCollections', listCollections],
  ['create', create],
  ['drop', drop],
  ['dropDatabase', dropDatabase],
  ['renameCollection', renameCollectionCommand],
  ['collMod', collMod],
  ['createIndexes', createIndexes],
  ['listIndexes', listIndexes],
  ['dropIndexes', dropIndexes],
  ['insert', insert],
  ['update', update],
  ['delete', deleteCommand],
  ['findAndModify', findAndModify],
  ['findandmodify', findAndModify],
  ['find', find],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['aggregate', aggregate],
  ['count', count],
  ['distinct', distinct],
  ['explain', explain],
  ['configureFailPoint', configureFailPoint],
])

/** Fields every command may carry. */
export const GENERIC_FIELDS: ReadonlySet<string> = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'stmtId',
  'stmtIds',
  'autocommit',
  'startTransaction',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'clientOperationKey',
  '$audit',
  '$client',
  '$configServerState',
  'mayBypassWriteBlocking',
])
