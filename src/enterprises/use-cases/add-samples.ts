import type { ClientSession, Connection } from 'mongoose'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import type { FactValue } from '@lueqiao/matching-engine'
import type { Enterprise, Finding, YearFigures } from '../rules/enterprise.js'
import type { NeedTerms } from '../rules/need.js'
import { enterpriseStore } from '../data/enterprise.store.js'
import { needStore } from '../data/need.store.js'
import { newRecordId } from '../../db/index.js'

/** An invented enterprise with its claims, its figures and what it needs. */
export type SampleEnterprise = {
  readonly creditCode: string
  readonly name: string
  readonly status: 'pending' | 'approved'
  readonly facts: Readonly<Record<string, FactValue>>
  readonly years: readonly Omit<YearFigures, 'source' | 'evidenceIds' | 'by' | 'at'>[]
  readonly needs: readonly NeedTerms[]
  /** What the sample rows of the registers say of it. */
  readonly findings: readonly Omit<Finding, 'asOf' | 'at'>[]
  readonly registeredAt: Date
}

/**
 * Enters invented enterprises, labelled 示例, in the transaction of whoever brings the samples in, who also records
 * the one audit event for all of them. Returns their ids in the same order.
 */
export async function addSampleEnterprises(
  connection: Connection,
  session: ClientSession,
  samples: readonly SampleEnterprise[],
  at: Date,
): Promise<readonly string[]> {
  const asOf = chinaDay(at)
  const entered = samples.map((sample) => ({ enterprise: enterpriseOf(sample, asOf, at), needs: sample.needs }))
  const enterprises = entered.map(({ enterprise }) => enterprise)
  const needs = entered.flatMap((one) => one.needs.map((terms) => needOf(one.enterprise.id, terms, at)))
  await enterpriseStore(connection).insertAll(session, enterprises)
  await needStore(connection).insertAll(session, needs)
  return enterprises.map(({ id }) => id)
}

function enterpriseOf(sample: SampleEnterprise, asOf: LawDate, at: Date): Enterprise {
  const { creditCode, name, status, facts, findings, years, registeredAt } = sample
  const own = { source: 'declared' as const, evidenceIds: [], by: null, at }
  return {
    id: newRecordId(),
    creditCode,
    name,
    status,
    returnedReason: null,
    isSample: true,
    facts: Object.entries(facts).map(([fact, value]) => ({ ...own, fact, value, asOf })),
    findings: findings.map((finding) => ({ ...finding, asOf, at })),
    years: years.map((year) => ({ ...own, ...year })),
    version: 1,
    partVersions: {},
    registeredAt,
    updatedAt: at,
    closedAt: null,
  }
}

const needOf = (enterpriseId: string, terms: NeedTerms, at: Date) => ({
  ...terms,
  id: newRecordId(),
  enterpriseId,
  status: 'open' as const,
  version: 1,
  createdAt: at,
  updatedAt: at,
  by: null,
})
