import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { prepare, search, type Query } from '../src/plan/find-documents.js'
import { compileFilter } from '../src/query/filter.js'
import { compileSort } from '../src/query/sort.js'
import { Catalog, type CollectionEntry, type IndexEntry } from '../src/storage/catalog.js'
import { createCollection, createIndex, dropCollection } from '../src/storage/collections.js'
import { Connection } from '../src/storage/connection.js'
import { inspectAll } from '../src/storage/integrity.js'
import { prepareSchema } from '../src/storage/schema.js'
import { indexEntries, Store } from '../src/storage/store.js'
import { compileCollation } from '../src/values/collation.js'
import { encode, type Document } from '../src/values/document.js'
import { freshFolder } from './fresh-server.js'

const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', 'a', 'b', 'A', 'B') },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(true, null, new Date(0), new Date(3)) },
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
  .array(fc.tuple(path, comparison), { maxLength: 2 })
  .map((parts): Document => Object.fromEntries(parts))
const direction = fc.constantFrom(1, -1)
const keys = fc.uniqueArray(fc.tuple(path, direction), { minLength: 1, maxLength: 3, selector: ([field]) => field })
const sort = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), direction), {
  maxLength: 2,
  selector: ([field]) => field,
})
/** Which documents an index holds: all, those with a field, those of a condition, or those of the very filter asked. */
const kind = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Kind>('all') },
  { weight: 1, arbitrary: fc.constant<Kind>('sparse') },
  { weight: 2, arbitrary: fc.constant<Kind>('asked') },
  { weight: 3, arbitrary: filter },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Document>(
      { a: { $gt: 0 } },
      { b: { $gte: 'a' } },
      { b: { $in: ['a', 'B', 1] } },
      { b: { $type: 'string' } },
      { $and: [{ a: { $exists: true } }, { b: 'a' }] },
    ),
  },
)
type Kind = 'all' | 'sparse' | 'asked' | Document
const collation = fc.option(
  fc
    .constantFrom({ locale: 'en', strength: 2 }, { locale: 'en', strength: 1 }, { locale: 'zh' })
    .map((spec) => compileCollation(spec)),
  { nil: undefined },
)

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
      fc.array(fc.tuple(keys, kind), { minLength: 1, maxLength: 3 }),
      filter,
      sort,
      collation,
      (documents, specs, wanted, order, collated) => {
        connection.exec('BEGIN')
        try {
          createCollection(store, 'test', 'planned', {})
          documents.forEach((given, i) => {
            const stored = { _id: i, ...given }
            store.insert(planned(), stored, encode(stored))
          })
          for (const [i, [spec, holds]] of specs.entries()) {
            addIndex(`i${i}`, Object.fromEntries(spec), holds === 'asked' ? wanted : holds)
          }
          const sorting: Document | undefined = order.length === 0 ? undefined : Object.fromEntries(order)
          const query: Query = { filter: wanted, sort: sorting, collation: collated }
          const everything = find({ ...query, hint: { $natural: 1 } })
          check(find(query), everything, query)
          for (const index of planned().indexes) checkHint(index, everything, query)
          assert.deepEqual(inspectAll(store), [])
          dropCollection(store, planned())
        } finally {
          connection.rollback()
          store.catalog = new Catalog([])
        }
      },
    )
    fc.assert(property, { numRuns: 500 })
  })

  function planned(): CollectionEntry {
    const found = store.catalog.find('test', 'planned')
    assert.ok(found)
    return found
  }

  function find(query: Query): Document[] {
    return [...search(store, planned(), prepare(planned(), query))].map((one) => one.document)
  }

  /** The same documents, in whatever order nobody asked for. */
  function check(found: Document[], expected: Document[], query: Query): void {
    const ids = (documents: Document[]) => documents.map(({ _id }) => _id as number).sort((a, b) => a - b)
    assert.deepEqual(ids(found), ids(expected))
    if (query.sort === undefined) return
    const compare = compileSort(query.sort, query.collation)
    found.forEach((one, i) => {
      const next = found[i + 1]
      if (next !== undefined) assert.ok(compare(one, next) <= 0)
    })
  }

  /** Whether a condition on an indexed field also finds documents without it, of which a sparse index lacks keys. */
  function asksForMissing(index: IndexEntry, { filter: asked }: Query): boolean {
    return index.keys.some(([key]) => key in asked && compileFilter({ [key]: asked[key] }).matches({}))
  }

  /** A hinted sparse index answers with what it holds; a partial one either with everything or not at all. */
  function checkHint(index: IndexEntry, everything: Document[], query: Query): void {
    const hinted = { ...query, hint: index.name }
    const held = everything.filter((one) => indexEntries(index, one).length > 0)
    if (index.partial === null) {
      const found = find(hinted)
      const expected = index.sparse && asksForMissing(index, query) ? held.filter((one) => isIn(found, one)) : held
      check(found, expected, query)
      return
    }
    let found: Document[]
    try {
      found = find(hinted)
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, 2)
      return
    }
    check(found, everything, query)
  }

  function isIn(documents: Document[], one: Document): boolean {
    return documents.some(({ _id }) => _id === one._id)
  }

  /** Creates an index; one that the documents do not allow (parallel arrays) is left out, as a client would see it. */
  function addIndex(name: string, key: Document, holds: Exclude<Kind, 'asked'>): void {
    connection.exec('SAVEPOINT one')
    const before = store.catalog
    const more = holds === 'all' ? {} : holds === 'sparse' ? { sparse: true } : { partialFilterExpression: holds }
    try {
      createIndex(store, planned(), { v: 2, key, name, ...more })
      connection.exec('RELEASE one')
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, 171)
      connection.exec('ROLLBACK TO one; RELEASE one')
      store.catalog = before
    }
  }
})
