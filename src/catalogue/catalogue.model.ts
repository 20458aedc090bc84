import { Schema, type Connection } from 'mongoose'
import type { Bank, Product } from '@lueqiao/matching-engine'

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
export type ProductRecord = {
  readonly version: string
  readonly place: number
  readonly productId: string
  readonly product: Product
}

/** Which version is in force. */
export type CurrentRecord = { readonly _id: 'current'; readonly version: string; readonly since: Date }

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

export function catalogueModels(connection: Connection) {
  return {
    versions: connection.model<VersionRecord>('CatalogueVersion', versionSchema),
    products: connection.model<ProductRecord>('CatalogueProduct', productSchema),
    current: connection.model<CurrentRecord>('CatalogueCurrent', currentSchema),
  }
}
