import type { BankSnapshot } from '../../applications/index.js'
import { CONSENT_SCOPES, type ConsentScope } from '../../enterprises/index.js'
import type { LeafNode, Node } from '@lueqiao/matching-engine'

/** The parts of a submission that consent covers today, without anything about other banks. */
export type CaseFile = {
  readonly scopes: ReadonlySet<ConsentScope>
  readonly creditCode: string | null
  readonly facts: BankSnapshot['facts']
  /** The product's conditions as decided at submission; null when consent does not cover them or there are none. */
  readonly conditions: readonly Node[] | null
  readonly need: BankSnapshot['need']
  readonly securities: NonNullable<BankSnapshot['request']>['securities']
  readonly files: NonNullable<BankSnapshot['evidence']>
  /** When the facts were frozen; null when nothing may be seen. */
  readonly takenAt: Date | null
}

/** @param seen null without consent */
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

/** The name of a consent scope, without its explanation. */
export const scopeName = (scope: ConsentScope): string => CONSENT_SCOPES[scope].replace(/（.*$/, '')
