import { Binary, BSONRegExp, Code, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import { documentOf } from '../../src/values/document.js'

const digits = fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n })

/** Numbers of all four kinds, many of them close to each other or equal across kinds. */
export const numbers: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer(),
  fc.integer({ min: -3, max: 3 }),
  fc.double().map((n) => new Double(n)),
  fc.integer({ min: -3, max: 3 }).map((n) => new Double(n / 2)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 5n }).map((n) => Long.fromBigInt(n)),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 5n }).map((n) => new Double(Number(n))),
  fc.tuple(digits, fc.integer({ min: -40, max: 10 })).map(([c, e]) => Decimal128.fromString(`${c}E${e}`)),
  fc.tuple(fc.integer(), fc.integer({ min: -400, max: 400 })).map(([c, e]) => Decimal128.fromString(`${c}E${e}`)),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '0.1', '-0', '1E-6176').map((text) => Decimal128.fromString(text)),
  fc.constantFrom(0.1, 0.5, -0, Infinity, -Infinity, NaN).map((n) => new Double(n)),
)

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab'),
)
const key = fc.oneof(
  fc.string({ maxLength: 3 }).map((name) => name.replaceAll('\0', '')),
  fc.constantFrom('__proto__', 'constructor', '0', '10', '2', 'a', '_bsontype'),
)

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  numbers,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.tuple(fc.uint8Array({ maxLength: 5 }), fc.constantFrom(0, 4, 128)).map(([bytes, type]) => new Binary(bytes, type)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
  fc.constantFrom(new BSONRegExp('a', 'i'), new BSONRegExp('a'), new BSONRegExp('ab'), new MinKey(), new MaxKey()),
  fc.constantFrom(new Code('f'), new Code('f', { a: 1 }), new Code('g')),
)

/** Any BSON value, with documents and arrays up to a small depth. */
export const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => documentOf(entries)),
  ),
})).value
