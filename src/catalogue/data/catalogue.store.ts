import { type Connection, Schema } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../../db/index.js'
import { contentHash, versionId, type CatalogueContent } from './catalogue-content.js'
import type { Bank, Product } from '@lueqiao/matching-engine'


export type StoredCatalogue = VersionRecord & { readonly products: CatalogueContent['products'] }

export type Published = {
  /** `made`: a new version; `restored`: an earlier one is in force again; `same`: it already is in force. */
  readonly outcome: 'made' | 'restored' | 'same'
  readonly record: VersionRecord
}

export type CatalogueStore = ReturnType<typeof catalogueStore>

/** The only access to the catalogue collections. Versions are added, never changed. */
export function catalogueStore(connection: Connection) {
  const { versions, products, current } = catalogueModels(connection)

  async function publishOnce(content: CatalogueContent, now: Date): Promise<Published> {
    const hash = contentHash(content)
    const version = versionId(content.asOf, hash)
    return inTransaction(connection, async (session) => {
      const inForce = await current.findById('current', null, { session }).lean()
      const known = await versions.findOne({ version }, { _id: 0 }, { session }).lean<VersionRecord>()
      if (known && inForce?.version === version) return { outcome: 'same', record: known }
      const record = known ?? (await add(content, version, hash))
      await current.replaceOne({ _id: 'current' }, { version, since: now }, { upsert: true, session })
      return { outcome: known ? 'restored' : 'made', record }

      async function add(added: CatalogueContent, name: string, contentHash: string): Promise<VersionRecord> {
        const last = await versions.findOne({}, { number: 1 }, { session, sort: { number: -1 } }).lean()
        const made = versionRecord(added, name, contentHash, (last?.number ?? 0) + 1, now)
        await versions.create([made], { session })
        const rows = added.products.map((product, place) => ({ version: name, place, productId: product.id, product }))
        await products.insertMany(rows, { session })
        return made
      }
    })
  }

  return {
    /** The name of the version in force, or null before the first import. */
    async currentVersion(): Promise<string | null> {
      const pointer = await current.findById('current').lean()
      return pointer?.version ?? null
    },

    async read(version: string): Promise<StoredCatalogue | null> {
      const record = await versions.findOne({ version }, { _id: 0 }).lean<VersionRecord>()
      if (!record) return null
      const rows = await products
        .find({ version }, { _id: 0, product: 1 }, { sort: { place: 1 } })
        .lean<ProductRecord[]>()
      return { ...record, products: rows.map((row) => row.product) }
    },

    /** All versions, newest first, without their products. */
    async versions(): Promise<readonly VersionRecord[]> {
      return versions.find({}, { _id: 0 }, { sort: { number: -1 } }).lean<VersionRecord[]>()
    },

    /** Puts checked content in force, in one transaction. Known content creates no second version. */
    async publish(content: CatalogueContent, now: Date): Promise<Published> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await publishOnce(content, now)
        } catch (error) {
          // Two processes imported at the same time: the second one sees the other's version when it retries.
          if (!isDuplicateKey(error) || attempt === 5) throw error
        }
      }
    },
  }
}

function versionRecord(
  content: CatalogueContent,
  version: string,
  contentHash: string,
  number: number,
  importedAt: Date,
): VersionRecord {
  const { title, asOf, notes, banks, products } = content
  const green = products.filter((product) => product.isGreen).length
  const counts = { banks: banks.length, products: products.length, green }
  return { version, number, title, asOf, notes, banks, counts, contentHash, importedAt }
}

/** One version of the catalogue without its products. It is written once and never changed. */
export type VersionRecord = {
  readonly version: string
  /** 1, 2, 3 … in the order of import on this installation. */
  readonly number: number
  readonly title: string
  readonly asOf: string
  readonly notes: string
  readonly banks: readonly Bank[]
  readonly counts: { readonly banks: number; readonly products: number; readonly green: number }
  readonly contentHash: string
  readonly importedAt: Date
}

/** One product of one version, at its place in the file. */
type ProductRecord = {
  readonly version: string
  readonly place: number
  readonly productId: string
  readonly product: Product
}

/** Which version is in force. */
type CurrentRecord = { readonly _id: 'current'; readonly version: string; readonly since: Date }

const fixed = { required: true, immutable: true } as const
const text = { type: String, ...fixed }
const whole = { type: Number, ...fixed }

const versionSchema = new Schema<VersionRecord>(
  {
    version: { ...text, unique: true },
    number: { ...whole, unique: true },
    title: text,
    asOf: text,
    notes: { type: String, immutable: true, default: '' },
    banks: { type: [Schema.Types.Mixed], ...fixed },
    counts: { banks: whole, products: whole, green: whole },
    contentHash: text,
    importedAt: { type: Date, ...fixed },
  },
  { collection: 'catalogue_versions', versionKey: false, minimize: false },
)

const productSchema = new Schema<ProductRecord>(
  { version: text, place: whole, productId: text, product: { type: Schema.Types.Mixed, ...fixed } },
  { collection: 'catalogue_products', versionKey: false, minimize: false },
)
productSchema.index({ version: 1, productId: 1 }, { unique: true })
productSchema.index({ version: 1, place: 1 }, { unique: true })

const currentSchema = new Schema<CurrentRecord>(
  {
    _id: { type: String, required: true },
    version: { type: String, required: true },
    since: { type: Date, required: true },
  },
  { collection: 'catalogue_current', versionKey: false },
)

function catalogueModels(connection: Connection) {
  return {
    versions: connection.model<VersionRecord>('CatalogueVersion', versionSchema),
    products: connection.model<ProductRecord>('CatalogueProduct', productSchema),
    current: connection.model<CurrentRecord>('CatalogueCurrent', currentSchema),
  }
}
