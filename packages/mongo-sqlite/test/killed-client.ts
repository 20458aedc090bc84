import { MongoClient } from 'mongodb'

/** The process that is killed in the middle of a transaction: connects to its argument, writes, says so and waits. */
const client = await new MongoClient(process.argv[2] ?? '').connect()
const session = client.startSession()
session.startTransaction()
await client.db('test').collection('held').insertOne({ by: 'the dead' }, { session })
process.stdout.write('written\n')
