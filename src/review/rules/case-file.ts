import type { BankSnapshot } from '../../applications/index.js'
import { CONSENT_SCOPES, type ConsentScope } from '../../enterprises/index.js'
import type { LeafNode, Node } from '@lueqiao/matching-engine'

/**
 * What the bank was sent with the application, without anything that consent does not cover today, and without what the
 * enterprise asked of other banks.
 */
export type CaseFile = {
  readonly scopes: ReadonlySet<ConsentScope>
  readonly creditCode: string | null
  readonly facts: BankSnapshot['facts']
  /** The product's conditions as decided at submission; null where consent does not cover all they tell, or none were. */
  readonly conditions: readonly Node[] | null
  readonly need: BankSnapshot['need']
  readonly securities: NonNullable<BankSnapshot['request']>['securities']
  readonly files: NonNullable<BankSnapshot['evidence']>
  /** The day the facts stand for; null where nothing may be seen. */
  readonly takenAt: Date | null
}

/** @param seen null where no consent holds */
export function caseFile(seen: BankSnapshot | null, productId: string | null): CaseFile {
  const result = seen?.record?.results.find(({ product }) => product === productId)
  return {
    scopes: new Set(seen?.scopes),
    creditCode: seen?.enterprise?.creditCode ?? null,
    facts: seen?.facts ?? [],
    conditions: result?.conditions ?? null,
    need: seen?.need ?? null,
    securities: seen?.request?.securities ?? [],
    files: seen?.evidence ?? [],
    takenAt: seen ? new Date(seen.takenAt) : null,
  }
}

/** The leaves of a condition, in the order of the rule. */
export function leavesIn(node: Node): readonly LeafNode[] {
  return 'fact' in node ? [node] : childrenIn(node).flatMap(leavesIn)
}

export function childrenIn(node: Exclude<Node, LeafNode>): readonly Node[] {
  if ('all' in node) return node.all
  return 'any' in node ? node.any : node.not
}

/** The part of the enterprise that a scope opens, in words. */
export const scopeWords = (scope: ConsentScope): string => CONSENT_SCOPES[scope].replace(/（.*$/, '')
