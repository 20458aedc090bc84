import { MongoClient, type Collection } from 'mongodb'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbedded } from '@lueqiao/mongo-sqlite'
import type { Table } from '../../../bench/table.js'

const documents = 10_000

type Item = { _id: number; group: string; value: number; text: string }

/**
 * The embedded server through the driver and its Unix socket, as built. The aims are those its design names: durable
 * insertOne 1.2 ms, findOne by index 0.5 ms, $group over 10,000 documents 92 ms, start 250 ms.
 */
export async function runEmbeddedBench(): Promise<Table> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'lueqiao-bench-'))
  const from = performance.now()
  const server = await startEmbedded({ dataDir })
  const started = performance.now() - from
  const client = await new MongoClient(server.uri).connect()
  try {
    const rows = [['start', started.toFixed(0), '', '', '250'], ...(await measureAll(client))]
    return {
      title: `Embedded database, ms a call, ${documents} documents`,
      columns: ['work', 'best', 'p50', 'p95', 'aim'],
      rows,
    }
  } finally {
    await client.close()
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measureAll(client: MongoClient): Promise<string[][]> {
  const db = client.db('bench')
  const items = db.collection<Item>('items')
  await fill(items)
  const inserts = db.collection('inserts')
  const byGroup = [{ $group: { _id: '$group', sum: { $sum: '$value' }, n: { $sum: 1 } } }]
  return [
    await measure('durable insertOne', '1.2', 500, (i) => inserts.insertOne({ i, text: 'some text to store' })),
    await measure('32 insertOne at once, each durable', '', 20, () =>
      Promise.all(Array.from({ length: 32 }, (_, i) => inserts.insertOne({ i }))),
    ),
    await measure('findOne by _id', '0.5', 1000, (i) => items.findOne({ _id: (i * 37) % documents })),
    await measure('findOne by compound index', '0.5', 1000, (i) =>
      items.findOne({ group: `g${i % 20}`, value: { $lt: 50_000 } }),
    ),
    await measure('updateOne by _id', '', 300, (i) => items.updateOne({ _id: i }, { $inc: { value: 1 } })),
    await measure('find 100 by index, sorted', '', 100, (i) =>
      items.find({ group: `g${i % 20}` }, { sort: { value: -1 }, limit: 100 }).toArray(),
    ),
    await measure('$group over 10,000', '92', 20, () => items.aggregate(byGroup).toArray()),
    await measure('read all 10,000', '', 10, () => items.find({}).toArray()),
    await measure('transaction of two updates', '', 100, (i) => twoUpdates(client, items, i)),
  ]
}

function twoUpdates(client: MongoClient, items: Collection<Item>, i: number): Promise<void> {
  return client.withSession((session) =>
    session.withTransaction(async () => {
      await items.updateOne({ _id: i }, { $inc: { value: 1 } }, { session })
      await items.updateOne({ _id: i + 1 }, { $inc: { value: -1 } }, { session })
    }),
  )
}

async function fill(items: Collection<Item>): Promise<void> {
  await items.insertMany(
    Array.from({ length: documents }, (_, _id) => ({
      _id,
      group: `g${_id % 20}`,
      value: _id * 7,
      text: `document number ${_id}`,
    })),
  )
  await items.createIndex({ group: 1, value: -1 })
}

async function measure(
  name: string,
  aim: string,
  times: number,
  run: (i: number) => Promise<unknown>,
): Promise<string[]> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    await run(i)
    taken.push(performance.now() - from)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => (taken[Math.floor((taken.length - 1) * share)] ?? NaN).toFixed(2)
  return [name, at(0), at(0.5), at(0.95), aim]
}
