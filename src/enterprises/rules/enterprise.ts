import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { FactValue } from '@lueqiao/matching-engine'

/** Waiting for the centre, approved by it, sent back with a reason, or closed by its owner. */
export type EnterpriseStatus = 'pending' | 'approved' | 'returned' | 'closed'

/** 自报, 有材料 (a document is attached), 名录核验 (found in a public register). */
export type FactSource = 'declared' | 'document' | 'register'

/** What one register says of one fact; `value: null` means that the register does not list the enterprise. */
export type Finding = {
  readonly fact: string
  readonly value: FactValue | null
  /** The register's title, as people read it. */
  readonly register: string
  /** The day the register stands for. */
  readonly asOf: LawDate
  readonly at: Date
}

/** One thing known of an enterprise: a fact of the engine, or one of the dates it is derived from. */
export type FactEntry = {
  readonly fact: string
  readonly value: FactValue
  /** Follows from the registers and the evidence; never set by hand. */
  readonly source: FactSource
  readonly evidenceIds: readonly string[]
  /** The day the value stands for. */
  readonly asOf: LawDate
  /** The account that gave it; null for registers and sample data. */
  readonly by: string | null
  readonly at: Date
}

/** The figures of one calendar year; what is not known is null, never zero. Money in fen. */
export type YearFigures = {
  readonly year: number
  readonly revenueFen: Fen | null
  readonly assetsFen: Fen | null
  readonly liabilitiesFen: Fen | null
  readonly taxFen: Fen | null
  readonly netProfitFen: Fen | null
  readonly rdFen: Fen | null
  readonly employees: number | null
  /** Tonnes of standard coal. */
  readonly energyTce: number | null
  readonly source: Exclude<FactSource, 'register'>
  readonly evidenceIds: readonly string[]
  readonly by: string | null
  readonly at: Date
}

export type Enterprise = {
  readonly id: string
  /** 统一社会信用代码, unique. */
  readonly creditCode: string
  readonly name: string
  readonly status: EnterpriseStatus
  /** Why it was sent back; null unless `returned`. */
  readonly returnedReason: string | null
  /** 示例: invented, and labelled so wherever it is shown. */
  readonly isSample: boolean
  readonly facts: readonly FactEntry[]
  readonly findings: readonly Finding[]
  /** Latest year first. */
  readonly years: readonly YearFigures[]
  /** Counts changes; each part of the record remembers the count of its own last change. */
  readonly version: number
  readonly partVersions: Readonly<Record<string, number>>
  readonly registeredAt: Date
  readonly updatedAt: Date
  readonly closedAt: Date | null
}

/** The value of a fact as declared, or undefined when it is not known. */
export function valueOf(enterprise: Pick<Enterprise, 'facts'>, fact: string): FactValue | undefined {
  return enterprise.facts.find((entry) => entry.fact === fact)?.value
}

/** The text of a fact such as the division; null when it is not known. */
export function textOf(enterprise: Pick<Enterprise, 'facts'>, fact: string): string | null {
  const value = valueOf(enterprise, fact)
  return typeof value === 'string' ? value : null
}
