import { constants } from 'node:fs'
import { access, mkdir, stat } from 'node:fs/promises'
import { createConnection, type Connection } from 'mongoose'
import type { Config } from '../config.js'
import type { Logger } from '../log/index.js'
import { attachUri, startEmbedded } from '@lueqiao/mongo-sqlite'

export type Database = {
  readonly connection: Connection
  /** The address in use, for a second connection of the same process tree. */
  readonly uri: string
  /** 'mongodb' when MONGODB_URI is set, 'embedded' when this process runs the server, 'attached' when another one does. */
  readonly kind: 'mongodb' | 'embedded' | 'attached'
  close(): Promise<void>
}

const databaseName = 'lueqiao'

/**
 * Opens the database: the replica set of MONGODB_URI, or the embedded server of the data folder. When another process
 * already serves that folder and `attach` is set, its socket is used, so that commands work beside a running portal.
 * @throws Error with a sentence for the operator when the folder is in use or the server cannot be reached.
 */
export async function openDatabase(
  config: Pick<Config, 'mongodbUri' | 'dataDir'>,
  log: Logger,
  options: { attach?: boolean } = {},
): Promise<Database> {
  if (config.mongodbUri) {
    const connection = await connect(config.mongodbUri)
    return { connection, uri: config.mongodbUri, kind: 'mongodb', close: () => connection.close() }
  }
  const running = options.attach ? attachUri(config.dataDir) : null
  if (running) {
    const connection = await connect(running)
    return { connection, uri: running, kind: 'attached', close: () => connection.close() }
  }
  await mustBeWritable(config.dataDir)
  const server = await startEmbedded({ dataDir: config.dataDir, log: (line) => log.debug(line) })
  const connection = await connect(server.uri)
  const close = async () => {
    await connection.close()
    await server.close()
  }
  return { connection, uri: server.uri, kind: 'embedded', close }
}

/** @throws Error with a sentence when the folder cannot hold a database. */
async function mustBeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK)
    if (!(await stat(folder)).isDirectory()) throw new Error('not a folder')
  } catch {
    throw new Error(`数据文件夹 ${folder} 无法建立或没有读写权限，请用 DATA_DIR 指定另一个文件夹。`)
  }
}

async function connect(uri: string): Promise<Connection> {
  return createConnection(uri, {
    dbName: databaseName,
    autoIndex: false,
    autoCreate: false,
    sanitizeFilter: true,
    serverSelectionTimeoutMS: 5000,
  }).asPromise()
}
