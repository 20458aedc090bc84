import { Schema, trusted, type ClientSession, type Connection, type QueryFilter } from 'mongoose'
import type { Enterprise, EnterpriseStatus, FactEntry, YearFigures } from '../rules/enterprise.js'
import { textOf } from '../rules/enterprise.js'
import { contradictionsOf, sourceOf, sourceOfYear } from '../rules/verification.js'
import { isRecordId } from '../../db/index.js'
import { literally } from '../../kernel/text.js'

type StoredFact = Omit<FactEntry, 'source'>
type StoredYear = Omit<YearFigures, 'source'>
type EnterpriseRow = Omit<Enterprise, 'id' | 'facts' | 'years'> & {
  readonly _id: string
  readonly facts: readonly StoredFact[]
  readonly years: readonly StoredYear[]
  /** Columns worked out from the facts, to find by. */
  readonly division: string | null
  readonly industry: string | null
  readonly contradicted: boolean
}

const optionalNumber = { type: Number, default: null }
const schema = new Schema<EnterpriseRow>(
  {
    _id: { type: String, required: true },
    creditCode: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    status: { type: String, required: true, enum: ['pending', 'approved', 'returned', 'closed'] },
    returnedReason: { type: String, default: null },
    isSample: { type: Boolean, required: true },
    facts: [
      {
        _id: false,
        fact: { type: String, required: true },
        value: { type: Schema.Types.Mixed, required: true },
        evidenceIds: [String],
        asOf: { type: String, required: true },
        by: { type: String, default: null },
        at: { type: Date, required: true },
      },
    ],
    findings: [
      {
        _id: false,
        fact: { type: String, required: true },
        value: Schema.Types.Mixed,
        register: { type: String, required: true },
        asOf: { type: String, required: true },
        at: { type: Date, required: true },
      },
    ],
    years: [
      {
        _id: false,
        year: { type: Number, required: true },
        revenueFen: optionalNumber,
        assetsFen: optionalNumber,
        liabilitiesFen: optionalNumber,
        taxFen: optionalNumber,
        netProfitFen: optionalNumber,
        rdFen: optionalNumber,
        employees: optionalNumber,
        energyTce: optionalNumber,
        evidenceIds: [String],
        by: { type: String, default: null },
        at: { type: Date, required: true },
      },
    ],
    division: { type: String, default: null },
    industry: { type: String, default: null },
    contradicted: { type: Boolean, required: true },
    version: { type: Number, required: true },
    partVersions: { type: Schema.Types.Mixed, required: true },
    registeredAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    closedAt: { type: Date, default: null },
  },
  { collection: 'enterprises', versionKey: false, minimize: false },
)
schema.index({ status: 1, registeredAt: -1 })
schema.index({ division: 1, status: 1 })
schema.index({ contradicted: 1, status: 1 })
schema.index({ isSample: 1 })

export type EnterpriseFilter = {
  readonly status?: EnterpriseStatus
  readonly division?: string
  /** Part of the name, or the beginning of the credit code. */
  readonly text?: string
  /** Only those with a claim that a register contradicts. */
  readonly contradicted?: boolean
  readonly isSample?: boolean
}
/** `page` counts from 1; at most 100 rows a page. */
export type Page = { readonly page: number; readonly size: number }
export type Listed<T> = { readonly rows: readonly T[]; readonly total: number }

const MOST_ROWS = 100

export type EnterpriseStore = ReturnType<typeof enterpriseStore>

/** The only reader and writer of `enterprises`; it returns plain records. */
export function enterpriseStore(connection: Connection) {
  const model = connection.model<EnterpriseRow>('Enterprise', schema)
  return {
    async insert(session: ClientSession, enterprise: Enterprise): Promise<void> {
      await model.create([rowFromEnterprise(enterprise)], { session })
    },

    /** Many at once. */
    async insertAll(session: ClientSession, enterprises: readonly Enterprise[]): Promise<void> {
      await model.insertMany(enterprises.map(rowFromEnterprise), { session, lean: true })
    },

    async find(id: string, session: ClientSession | null = null): Promise<Enterprise | null> {
      if (!isRecordId(id)) return null
      const row = await model.findOne({ _id: id }, null, { session }).lean<EnterpriseRow>()
      return row && enterpriseFromRow(row)
    },

    async findByCreditCode(creditCode: string, session: ClientSession | null = null): Promise<Enterprise | null> {
      const row = await model.findOne({ creditCode }, null, { session }).lean<EnterpriseRow>()
      return row && enterpriseFromRow(row)
    },

    /** Writes the next version of a record. @returns false when another change was faster. */
    async replace(session: ClientSession, next: Enterprise, from: number): Promise<boolean> {
      const { _id, ...row } = rowFromEnterprise(next)
      const result = await model.updateOne({ _id, version: from }, { $set: row }, { session })
      return result.matchedCount === 1
    },

    /** Latest registration first. */
    async list(filter: EnterpriseFilter, { page, size }: Page): Promise<Listed<Enterprise>> {
      const where = conditions(filter)
      const limit = Math.min(Math.max(1, Math.trunc(size)), MOST_ROWS)
      const skip = Math.max(0, Math.trunc(page) - 1) * limit
      const [rows, total] = await Promise.all([
        model.find(where).sort({ registeredAt: -1, _id: 1 }).skip(skip).limit(limit).lean<EnterpriseRow[]>(),
        model.countDocuments(where),
      ])
      return { rows: rows.map(enterpriseFromRow), total }
    },

    /** The credit codes of enterprises by their ids; who is not registered is missing. */
    async creditCodes(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const query = { _id: trusted({ $in: [...ids] }) }
      const rows = await model.find(query, { creditCode: 1 }).lean<{ _id: string; creditCode: string }[]>()
      return new Map(rows.map(({ _id, creditCode }) => [_id, creditCode]))
    },

    /** Every approved enterprise, without holding them all. */
    async *walkApproved(): AsyncGenerator<Enterprise> {
      const rows = model.find({ status: 'approved' }).lean<EnterpriseRow[]>().cursor({ batchSize: 500 })
      for await (const row of rows) yield enterpriseFromRow(row)
    },

    /** The ids of all sample enterprises, for taking them away. */
    async sampleIds(session: ClientSession | null = null): Promise<readonly string[]> {
      const rows = await model.find({ isSample: true }, { _id: 1 }, { session }).lean<{ _id: string }[]>()
      return rows.map(({ _id }) => _id)
    },

    async removeOf(session: ClientSession, ids: readonly string[]): Promise<void> {
      await model.deleteMany({ _id: trusted({ $in: [...ids] }) }, { session })
    },
  }
}

function conditions({ status, division, text, contradicted, isSample }: EnterpriseFilter): QueryFilter<EnterpriseRow> {
  const sought = text?.trim().slice(0, 60) ?? ''
  return {
    ...(status !== undefined && { status }),
    ...(division !== undefined && { division }),
    ...(contradicted !== undefined && { contradicted }),
    ...(isSample !== undefined && { isSample }),
    ...(sought !== '' && {
      $or: [
        { name: trusted({ $regex: literally(sought), $options: 'i' }) },
        { creditCode: trusted({ $regex: `^${literally(sought.normalize('NFKC').toUpperCase())}` }) },
      ],
    }),
  }
}

/** The schema knows no `source`: what a source follows from is kept, and the source is worked out on reading. */
function rowFromEnterprise({ id, ...rest }: Enterprise): EnterpriseRow {
  return {
    ...rest,
    _id: id,
    division: textOf(rest, 'enterprise.division'),
    industry: textOf(rest, 'enterprise.industry'),
    contradicted: contradictionsOf(rest).length > 0,
  }
}

function enterpriseFromRow(row: EnterpriseRow): Enterprise {
  const findings = row.findings.map((finding) => ({ ...finding, value: finding.value ?? null }))
  return {
    id: row._id,
    creditCode: row.creditCode,
    name: row.name,
    status: row.status,
    returnedReason: row.returnedReason,
    isSample: row.isSample,
    facts: row.facts.map((entry) => ({ ...entry, source: sourceOf(entry, findings) })),
    findings,
    years: row.years.map((year) => ({ ...year, source: sourceOfYear(year) })).sort((a, b) => b.year - a.year),
    version: row.version,
    partVersions: row.partVersions,
    registeredAt: row.registeredAt,
    updatedAt: row.updatedAt,
    closedAt: row.closedAt,
  }
}
