import {
  MongoClient,
  ReadConcern,
  ReadPreference,
  WriteConcern,
  type ClientSession,
  type Db,
  type ReadPreferenceMode,
  type TagSet,
} from 'mongodb'
import { isJson, type Json } from './format.js'

export type Observed = { readonly kind: 'command' | 'cmap'; readonly name: string; readonly event: Json }

const COMMAND_EVENTS = ['commandStarted', 'commandSucceeded', 'commandFailed'] as const

/** The clients, databases, collections and sessions a test names, and what its clients did. */
export class Entities {
  private readonly byId = new Map<string, unknown>()
  private readonly clients = new Map<string, MongoClient>()
  private readonly sessions: ClientSession[] = []
  private readonly events = new Map<string, Observed[]>()
  private readonly uri: string

  constructor(uri: string) {
    this.uri = uri
  }

  get(id: string): unknown {
    if (!this.byId.has(id)) throw new Error(`test names an unknown entity: ${id}`)
    return this.byId.get(id)
  }

  set(id: string, value: unknown): void {
    this.byId.set(id, value)
  }

  client(id: string): MongoClient {
    return this.get(id) as MongoClient
  }

  eventsOf(client: string): readonly Observed[] {
    return this.events.get(client) ?? []
  }

  stopObserving(): void {
    for (const client of this.clients.values()) for (const name of COMMAND_EVENTS) client.removeAllListeners(name)
  }

  async create(description: Json): Promise<void> {
    const [kind = ''] = Object.keys(description)
    const spec = description[kind] as Json
    const id = spec.id as string
    switch (kind) {
      case 'client':
        this.byId.set(id, await this.createClient(id, spec))
        return
      case 'database': {
        const client = this.client(spec.client as string)
        this.byId.set(id, client.db(spec.databaseName as string, settings(spec.databaseOptions)))
        return
      }
      case 'collection': {
        const database = this.get(spec.database as string) as Db
        this.byId.set(id, database.collection(spec.collectionName as string, settings(spec.collectionOptions)))
        return
      }
      case 'session': {
        const session = this.client(spec.client as string).startSession(sessionSettings(spec.sessionOptions))
        this.sessions.push(session)
        this.byId.set(id, session)
        return
      }
      default:
        throw new Error(`entity kind ${kind} is not supported by this runner`)
    }
  }

  async close(): Promise<void> {
    for (const session of this.sessions) await session.endSession().catch(() => undefined)
    for (const client of this.clients.values()) await client.close()
  }

  private async createClient(id: string, spec: Json): Promise<MongoClient> {
    const options = (spec.uriOptions ?? {}) as Json
    const client = new MongoClient(this.uri, { ...options, monitorCommands: true, serverSelectionTimeoutMS: 5000 })
    const observed: Observed[] = []
    this.events.set(id, observed)
    this.clients.set(id, client)
    const wanted = (spec.observeEvents ?? []) as string[]
    const ignored = new Set([...((spec.ignoreCommandMonitoringEvents ?? []) as string[]), 'configureFailPoint'])
    for (const name of wanted) {
      const kind = name.startsWith('command') ? 'command' : 'cmap'
      const emitter = client as unknown as { on(name: string, listener: (event: unknown) => void): void }
      emitter.on(name.replace(/Event$/, ''), (event) => {
        const fields = event as Json
        if (kind === 'command' && ignored.has(String(fields.commandName))) return
        observed.push({ kind, name, event: { ...fields, command: frozen(fields.command) } })
      })
    }
    await client.connect()
    // What connecting itself did is no part of the test.
    observed.length = 0
    return client
  }
}

/** A copy of the containers of a command: the driver goes on changing some of them after it was sent. */
function frozen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(frozen)
  if (!isJson(value) && !(value instanceof ReadConcern) && !(value instanceof WriteConcern)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner)]))
}

/** Options of an entity or operation in the driver's spelling. */
export function settings(given: unknown): Json {
  if (!isJson(given)) return {}
  const { writeConcern, readPreference, ...rest } = given
  return {
    ...rest,
    ...(isJson(writeConcern) && { writeConcern: concern(writeConcern) }),
    ...(isJson(readPreference) && { readPreference: preference(readPreference) }),
  }
}

function preference(given: Json): ReadPreference {
  const { mode, tagSets, ...rest } = given
  return new ReadPreference(mode as ReadPreferenceMode, tagSets as TagSet[] | undefined, rest)
}

function concern({ wtimeoutMS, ...rest }: Json): Json {
  return { ...rest, ...(wtimeoutMS !== undefined && { wtimeoutMS }) }
}

function sessionSettings(given: unknown): Json {
  if (!isJson(given)) return {}
  const { defaultTransactionOptions, ...rest } = given
  return {
    ...rest,
    ...(isJson(defaultTransactionOptions) && { defaultTransactionOptions: settings(defaultTransactionOptions) }),
  }
}
