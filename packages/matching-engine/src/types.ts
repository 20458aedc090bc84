/**
 * The types of the matching engine: rules, products, facts and results.
 * Source: docs/criteria.md (the criteria language). Money is in 万元 (suffix Wan), ratios in percent (Pct).
 */

/** Whether a condition is published by the bank, or illustrative until the bank confirms it. */
export type Basis = 'published' | 'illustrative'

/** Kleene's three values. */
export type State = 'pass' | 'fail' | 'unknown'

export type Verdict = 'eligible' | 'needs_information' | 'ineligible'

export type Operator =
  '>=' | '<=' | '>' | '<' | '=' | '!=' | 'between' | 'in' | 'notIn' | 'prefixIn' | 'hasAny' | 'hasAll' | 'hasNone'

export type Scalar = string | number | boolean
export type FactValue = Scalar | readonly string[]

/** A bound relative to another fact: `times × of`. */
export type RelativeBound = { readonly of: string; readonly times: number }
export type Bound = Scalar | readonly Scalar[] | RelativeBound

export type Leaf = {
  readonly fact: string
  readonly op: Operator
  readonly value: Bound
  readonly basis: Basis
  readonly note?: string
}
export type Rule = { readonly all: readonly Rule[] } | { readonly any: readonly Rule[] } | { readonly not: Rule } | Leaf

/** Fact name → value. A fact that is missing is unknown, never zero, false or empty. */
export type Facts = Readonly<Record<string, FactValue>>

/** A product as the catalogue file describes it; `null` is 未公布 and imposes no condition. */
export type Product = {
  readonly id: string
  readonly bank: string
  readonly name: string
  readonly category: string
  readonly isGreen: boolean
  readonly summary: string
  readonly amount: {
    readonly minWan: number | null
    readonly maxWan: number | null
    readonly basis: Basis
    readonly limit?: readonly { readonly of: string; readonly times: number; readonly basis: Basis }[]
  }
  readonly term: { readonly minMonths: number | null; readonly maxMonths: number | null; readonly basis: Basis }
  readonly rate: {
    readonly minPct: number | null
    readonly maxPct: number | null
    readonly basis: Basis
    readonly text?: string
  }
  readonly fees: readonly {
    readonly name: string
    /** Percent of the amount, once; null is 未公布. Exactly one of `pct` and `wan` is present. */
    readonly pct?: number | null
    /** 万元, once; null is 未公布. */
    readonly wan?: number | null
    readonly payer: '企业' | '银行'
    readonly basis: Basis
  }[]
  readonly repayment: readonly string[]
  readonly guarantee: readonly string[]
  readonly processingDays: { readonly value: number | null; readonly basis: Basis }
  readonly purposes: readonly string[]
  readonly greenCodes: readonly string[]
  readonly criteria: Rule
  readonly source: { readonly title: string; readonly url: string | null; readonly asOf: string | null }
  readonly confidence: 'published' | 'partial' | 'illustrative'
}

export type Bank = {
  readonly id: string
  readonly name: string
  readonly shortName: string
  readonly kind: string
  readonly xpccBranch: string
  readonly agreement: unknown
}

/** One immutable version of the catalogue, as the engine reads it. `version` is `asOf` + the first 12 hex of its content hash. */
export type Catalogue = {
  readonly version: string
  readonly asOf: string
  readonly banks: readonly Bank[]
  readonly products: readonly Product[]
}

/** Names and code lists that sentences and checks need; plain data, supplied by `reference`. */
export type Vocabulary = {
  /** GB/T 4754-2017: code (section letter, 2, 3 or 4 digits) → name. */
  readonly industries: ReadonlyMap<string, string>
  /** Green finance catalogue 2025: dotted code → name. */
  readonly greenClasses: ReadonlyMap<string, string>
  /** bank id → full name */
  readonly banks: ReadonlyMap<string, string>
}

/** Where a value came from: given by the enterprise, derived from other facts, or missing. */
export type ValueSource = 'declared' | 'derived' | null

/** A node of an explanation: the rule's own tree with its states. */
export type LeafNode = {
  readonly fact: string
  readonly op: Operator
  readonly value: Bound
  readonly actual: FactValue | null
  readonly state: State
  readonly basis: Basis
  readonly source: ValueSource
  readonly sentence: string
  readonly note?: string
}
/** A group with its state in one sentence; `nearest` is the index of the nearest route of an `any`. */
export type GroupNode =
  | { readonly all: readonly Node[]; readonly state: State; readonly sentence: string }
  | { readonly any: readonly Node[]; readonly state: State; readonly sentence: string; readonly nearest: number }
  | { readonly not: readonly Node[]; readonly state: State; readonly sentence: string }
export type Node = GroupNode | LeafNode

/** A fault of an input, in plain Chinese; `path` is the fact name or the path in a file. */
export type Fault = { readonly path: string; readonly message: string }

/** What a product is ranked by; null is not known and comes after everything known. */
export type Score = {
  /** Lower bound of the all-in yearly cost, percent a year. */
  readonly costPct: number | null
  /** Working days until the money is paid out. */
  readonly days: number | null
  /** Share of the need the offer covers, 0 to 100. */
  readonly coveragePct: number | null
  /** 1: a green product whose green class covers the need; 0.5: another green product; 0: not green. */
  readonly green: number
}

/** The result of one product for one profile. A top-level group counts as one condition. */
export type ProductResult = {
  readonly product: Product
  /** Index of the product in the catalogue. */
  readonly index: number
  readonly verdict: Verdict
  readonly failing: number
  readonly unknown: number
  /** Amount on offer in 万元; null when not known or not published. */
  readonly amountWan: number | null
  readonly coveragePct: number | null
  /** 可部分满足: ineligible for the amount asked, but not for the amount on offer. */
  readonly partial: boolean
  readonly score: Score
  /** 1 is the first. */
  readonly rank: number
}
