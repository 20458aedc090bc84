import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { prepare, search } from '../../../src/db/embedded/plan/find-documents.js'
import { compileSort } from '../../../src/db/embedded/query/sort.js'
import { Catalog } from '../../../src/db/embedded/storage/catalog.js'
import { createCollection, createIndex, dropCollection } from '../../../src/db/embedded/storage/collections.js'
import { Connection } from '../../../src/db/embedded/storage/connection.js'
import { inspectAll } from '../../../src/db/embedded/storage/integrity.js'
import { prepareSchema } from '../../../src/db/embedded/storage/schema.js'
import { Store } from '../../../src/db/embedded/storage/store.js'
import { encode, type Document } from '../../../src/db/embedded/values/document.js'
import { freshFolder } from './fresh-server.js'

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'b', true, null),
  fc.date({ min: new Date(0), max: new Date(3) }).filter((date) => !Number.isNaN(date.getTime())),
)
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }) },
)
const inner = fc.record({ x: value, y: scalar }, { requiredKeys: [] })
const document = fc.record(
  { a: value, b: scalar, c: fc.oneof(inner, fc.array(inner, { maxLength: 2 })) },
  { requiredKeys: [] },
)

const comparison = fc.oneof(
  scalar,
  scalar.map((operand) => ({ $eq: operand })),
  fc.array(scalar, { maxLength: 3 }).map((list) => ({ $in: list })),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'), scalar)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.boolean().map((exists) => ({ $exists: exists })),
)
const path = fc.constantFrom('a', 'b', 'c.x', 'c.y', 'c')
const filter = fc
  .array(fc.tuple(path, comparison), { maxLength: 3 })
  .map((parts): Document => Object.fromEntries(parts))
const direction = fc.constantFrom(1, -1)
const keys = fc.uniqueArray(fc.tuple(path, direction), { minLength: 1, maxLength: 3, selector: ([field]) => field })
const sort = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), direction), {
  maxLength: 2,
  selector: ([field]) => field,
})

describe('the planner of the embedded server', () => {
  const folder = freshFolder()
  const connection = new Connection(join(folder, 'documents.sqlite'))
  const store = new Store(connection, new Catalog([]))
  before(() => prepareSchema(connection))
  after(() => {
    connection.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds by any index what reading everything finds, in the order asked for', () => {
    const property = fc.property(
      fc.array(document, { maxLength: 12 }),
      fc.array(keys, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      filter,
      sort,
      (documents, specs, sparse, wanted, order) => {
        connection.exec('BEGIN')
        try {
          const made = createCollection(store, 'test', 'planned', {})
          documents.forEach((given, i) => {
            const stored = { _id: i, ...given }
            store.insert(store.catalog.find('test', 'planned') ?? made, stored, encode(stored))
          })
          for (const [i, spec] of specs.entries()) addIndex(`i${i}`, Object.fromEntries(spec), sparse && i === 0)
          const collection = store.catalog.find('test', 'planned') ?? made
          const sorting: Document | undefined = order.length === 0 ? undefined : Object.fromEntries(order)
          const run = (hint?: unknown) => [
            ...search(store, collection, prepare(collection, { filter: wanted, sort: sorting, hint })),
          ]
          const [planned, everything] = [run(), run({ $natural: 1 })]
          const ids = (found: typeof planned) => found.map((one) => one.document._id as number).sort((a, b) => a - b)
          assert.deepEqual(ids(planned), ids(everything))
          if (sorting !== undefined) {
            const compare = compileSort(sorting)
            planned.forEach((one, i) => {
              const next = planned[i + 1]
              if (next !== undefined) assert.ok(compare(one.document, next.document) <= 0)
            })
          }
          assert.deepEqual(inspectAll(store), [])
          dropCollection(store, collection)
        } finally {
          connection.rollback()
          store.catalog = new Catalog([])
        }
      },
    )
    fc.assert(property, { numRuns: 250 })
  })

  /** Creates an index; one that the documents do not allow (parallel arrays) is left out, as a client would see it. */
  function addIndex(name: string, key: Document, sparse: boolean): void {
    connection.exec('SAVEPOINT one')
    const before = store.catalog
    try {
      const current = store.catalog.find('test', 'planned')
      if (current !== undefined) createIndex(store, current, { v: 2, key, name, ...(sparse && { sparse: true }) })
      connection.exec('RELEASE one')
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, 171)
      connection.exec('ROLLBACK TO one; RELEASE one')
      store.catalog = before
    }
  }
})
