/** The unified test format of MongoDB's specifications, as far as the CRUD and transaction suites use it. */
export type Json = Record<string, unknown>

export type Requirement = {
  minServerVersion?: string
  maxServerVersion?: string
  topologies?: string[]
  serverParameters?: Json
  auth?: boolean
  serverless?: 'require' | 'forbid' | 'allow'
  csfle?: unknown
}

export type Operation = {
  name: string
  object: string
  arguments?: Json
  expectResult?: unknown
  expectError?: Json
  saveResultAsEntity?: string
  ignoreResultAndError?: boolean
}

export type ExpectedEvents = { client: string; eventType?: string; events: Json[]; ignoreExtraEvents?: boolean }

export type CollectionData = { databaseName: string; collectionName: string; documents: Json[]; createOptions?: Json }

export type Test = {
  description: string
  runOnRequirements?: Requirement[]
  skipReason?: string
  operations: Operation[]
  expectEvents?: ExpectedEvents[]
  outcome?: CollectionData[]
}

export type TestFile = {
  description: string
  schemaVersion: string
  runOnRequirements?: Requirement[]
  createEntities?: Json[]
  initialData?: CollectionData[]
  tests: Test[]
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
