import type { FactValue, Facts, LeafNode, MatchRecord, Node, State, Verdict } from '@lueqiao/matching-engine'

/** A fact that was given otherwise, or was not given, the other time; null is not known. */
type FactChange = { readonly fact: string; readonly before: FactValue | null; readonly after: FactValue | null }

/** Why a verdict is another one now. */
export type ChangeReason =
  /** The same condition came out otherwise, because the value of its fact (or of the fact it is measured by) changed. */
  | {
      readonly kind: 'fact'
      readonly fact: string
      readonly before: State
      readonly after: State
      readonly sentence: string
    }
  /** The bank's condition is new or was changed. */
  | { readonly kind: 'condition_added'; readonly fact: string; readonly after: State; readonly sentence: string }
  /** A condition that stood in the way is no longer there. */
  | { readonly kind: 'condition_removed'; readonly fact: string; readonly before: State; readonly sentence: string }

export type ProductChange = {
  readonly product: string
  /** Null when the product was not in the catalogue. */
  readonly before: Verdict | null
  readonly after: Verdict | null
  /**
   * opened: fits now; closed: fitted, or might have, and does not now; unsettled: fitted, now an answer is missing;
   * reopened: did not fit, now an answer decides; listed and delisted: the catalogue changed.
   */
  readonly kind: 'opened' | 'closed' | 'unsettled' | 'reopened' | 'listed' | 'delisted'
  readonly reasons: readonly ChangeReason[]
}

export type MatchChanges = {
  /** The catalogue in force is another version. */
  readonly catalogueChanged: boolean
  readonly facts: readonly FactChange[]
  readonly products: readonly ProductChange[]
}

type ComparedMatch = Pick<MatchRecord, 'catalogue' | 'facts' | 'derived' | 'results'>

/** What changed from one decision to a later one of the same need: facts, and product by product, with the reasons. */
export function changesBetween(earlier: ComparedMatch, later: ComparedMatch): MatchChanges {
  const before = new Map(earlier.results.map((result) => [result.product, result]))
  const after = new Map(later.results.map((result) => [result.product, result]))
  const products = [...new Set([...after.keys(), ...before.keys()])].flatMap((product): ProductChange[] => {
    const [was, is] = [before.get(product), after.get(product)]
    const kind = kindOf(was?.verdict ?? null, is?.verdict ?? null)
    if (kind === null) return []
    const reasons = was && is ? reasonsBetween(was.conditions, is.conditions) : []
    return [{ product, before: was?.verdict ?? null, after: is?.verdict ?? null, kind, reasons }]
  })
  return {
    catalogueChanged: earlier.catalogue !== later.catalogue,
    facts: factChanges({ ...earlier.facts, ...earlier.derived }, { ...later.facts, ...later.derived }),
    products,
  }
}

function kindOf(before: Verdict | null, after: Verdict | null): ProductChange['kind'] | null {
  if (before === after) return null
  if (before === null) return 'listed'
  if (after === null) return 'delisted'
  if (after === 'eligible') return 'opened'
  if (after === 'ineligible') return 'closed'
  return before === 'eligible' ? 'unsettled' : 'reopened'
}

function factChanges(before: Facts, after: Facts): readonly FactChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((fact) => {
    const change = { fact, before: before[fact] ?? null, after: after[fact] ?? null }
    return same(change.before, change.after) ? [] : [change]
  })
}

/** Only conditions whose own state moved can have moved the verdict; inside them, the leaves that moved say why. */
function reasonsBetween(before: readonly Node[], after: readonly Node[]): readonly ChangeReason[] {
  const was = new Map(before.map((node) => [conditionKey(node), node]))
  const is = new Map(after.map((node) => [conditionKey(node), node]))
  const changed = after.flatMap((node): ChangeReason[] => {
    const old = was.get(conditionKey(node))
    if (old === undefined) return leavesIn(node).map((leaf) => addedCondition(leaf))
    return old.state === node.state ? [] : movedLeaves(old, node)
  })
  const removed = before.filter((node) => !is.has(conditionKey(node)) && node.state !== 'pass')
  return [...changed, ...removed.flatMap((node) => leavesIn(node).map((leaf) => removedCondition(leaf)))]
}

function movedLeaves(before: Node, after: Node): ChangeReason[] {
  const old = leavesIn(before)
  return leavesIn(after).flatMap((leaf, place): ChangeReason[] => {
    const was = old[place]
    if (was === undefined || was.state === leaf.state) return []
    return [{ kind: 'fact', fact: leaf.fact, before: was.state, after: leaf.state, sentence: leaf.sentence }]
  })
}

const addedCondition = ({ fact, state, sentence }: LeafNode): ChangeReason => ({
  kind: 'condition_added',
  fact,
  after: state,
  sentence,
})
const removedCondition = ({ fact, state, sentence }: LeafNode): ChangeReason => ({
  kind: 'condition_removed',
  fact,
  before: state,
  sentence,
})

/** A condition is the same condition when its rule is: fact, operator and bound, in the same shape. */
function conditionKey(node: Node): string {
  if ('fact' in node) return JSON.stringify([node.fact, node.op, node.value])
  const kind = 'all' in node ? 'all' : 'any' in node ? 'any' : 'not'
  return `${kind}(${childrenOf(node).map(conditionKey).join()})`
}

function leavesIn(node: Node): readonly LeafNode[] {
  return 'fact' in node ? [node] : childrenOf(node).flatMap(leavesIn)
}

function childrenOf(node: Exclude<Node, LeafNode>): readonly Node[] {
  if ('all' in node) return node.all
  return 'any' in node ? node.any : node.not
}

const same = (a: FactValue | null, b: FactValue | null) => JSON.stringify(a) === JSON.stringify(b)
