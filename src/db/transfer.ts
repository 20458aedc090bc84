import { EJSON } from 'bson'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import type { Connection } from 'mongoose'

type Row = Readonly<Record<string, unknown>>
/** What a moved collection holds: its name and how many documents. */
export type Moved = { readonly name: string; readonly documents: number }

/** Thrown with a sentence when a folder cannot be written to or read from as asked. */
export class TransferError extends Error {}

const manifestName = 'manifest.json'
/** What enterprises told the portal is for its owner alone, as the data folder is. */
const ownerOnlyFolder = 0o700
const ownerOnlyFile = 0o600
const batchSize = 500
/** Sign-in state, its secret and counters of the last minute belong to the running portal, not to its data. */
const left = new Set(['sessions', 'rate_limit_hits', 'settings'])
/** Documents as they are stored: no number loses its type on the way. */
const asStored = { promoteValues: false, promoteLongs: false, promoteBuffers: false } as const

/**
 * Writes every collection to `folder`, one file of extended JSON lines each, and a manifest with the counts.
 * @throws TransferError when the folder holds something already.
 */
export async function exportData(connection: Connection, folder: string): Promise<Moved[]> {
  await mkdir(folder, { recursive: true, mode: ownerOnlyFolder })
  if ((await readdir(folder)).length) throw new TransferError(`${folder} is not empty: choose a new folder.`)
  const moved: Moved[] = []
  const listed = await connection.listCollections()
  for (const { name } of listed.filter((one) => !left.has(one.name) && !one.name.startsWith('system.'))) {
    let documents = 0
    const lines = async function* () {
      for await (const row of connection.collection(name).find({}, asStored)) {
        documents++
        yield `${EJSON.stringify(row, { relaxed: false })}\n`
      }
    }
    await pipeline(lines, createWriteStream(path.join(folder, `${name}.jsonl`), { mode: ownerOnlyFile }))
    moved.push({ name, documents })
  }
  await writeFile(path.join(folder, manifestName), JSON.stringify({ format: 1, collections: moved }, null, 2), {
    mode: ownerOnlyFile,
  })
  return moved
}

/**
 * Reads a folder that `exportData` wrote into an empty database. When a file is missing, broken or short, everything
 * that was read is taken out again.
 * @throws TransferError saying what is wrong and where.
 */
export async function importData(connection: Connection, folder: string): Promise<Moved[]> {
  const expected = await readManifest(folder)
  for (const { name } of expected) {
    if (await connection.collection(name).findOne()) {
      throw new TransferError(`The database already holds documents in ${name}: import into an empty one.`)
    }
  }
  try {
    for (const one of expected) await importCollection(connection, folder, one)
  } catch (error) {
    for (const { name } of expected) await connection.collection(name).deleteMany({})
    throw error
  }
  return expected
}

async function importCollection(connection: Connection, folder: string, { name, documents }: Moved): Promise<void> {
  let line = 0
  let batch: Row[] = []
  const write = async () => {
    if (batch.length) await connection.collection(name).insertMany(batch)
    batch = []
  }
  for await (const text of createInterface({ input: createReadStream(path.join(folder, `${name}.jsonl`)) })) {
    line++
    batch.push(parseRow(text, `${name}.jsonl line ${line}`))
    if (batch.length === batchSize) await write()
  }
  await write()
  if (line !== documents)
    throw new TransferError(`${name}.jsonl holds ${line} documents, the manifest says ${documents}.`)
}

function parseRow(text: string, place: string): Row {
  try {
    return EJSON.parse(text, { relaxed: false }) as Row
  } catch {
    throw new TransferError(`${place} is not extended JSON.`)
  }
}

async function readManifest(folder: string): Promise<Moved[]> {
  const file = path.join(folder, manifestName)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new TransferError(`${file} cannot be read: name a folder that export wrote.`)
  })
  const manifest: unknown = JSON.parse(text)
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('collections' in manifest) ||
    !Array.isArray(manifest.collections)
  ) {
    throw new TransferError(`${file} is not a manifest of an export.`)
  }
  return manifest.collections as Moved[]
}
