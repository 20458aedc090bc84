import { evaluate } from './evaluate.js'
import { groupState } from './group-state.js'
import { isRecord } from './json-shape.js'
import { quote } from './quote.js'
import type { Facts, Leaf, State } from './types.js'

/**
 * Faults of a record whose states do not follow from its values: a leaf's state from its operator, bound
 * and value, a group's from its children, a verdict from its conditions, and a value from the facts of the record.
 */
export function consistencyFaults(record: Record<string, unknown>): readonly string[] {
  const facts = { ...(record.facts as Facts), ...(record.derived as Facts) }
  const faults: string[] = []
  for (const result of record.results as readonly unknown[]) {
    if (!isRecord(result) || !Array.isArray(result.conditions)) {
      faults.push('有一项结果的结构被改动')
      continue
    }
    const product = quote(result.product)
    const conditions: readonly unknown[] = result.conditions
    try {
      const states = conditions.map((node) => ({ state: recomputed(node, facts) }))
      const verdict = VERDICT[groupState('all', states)]
      if (verdict !== result.verdict) faults.push(`产品 ${product} 的结论应为 ${verdict}`)
    } catch (error) {
      faults.push(`产品 ${product}：${error instanceof Inconsistent ? error.message : '条件的结构被改动'}`)
    }
  }
  return faults
}

const VERDICT = { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' } as const

class Inconsistent extends Error {}

function recomputed(node: unknown, facts: Facts): State {
  if (!isRecord(node)) throw new Inconsistent('条件的结构被改动')
  const state = stateOf(node, facts)
  if (node.state !== state) {
    const what = typeof node.fact === 'string' ? `条件 ${quote(node.fact)}` : '一组条件'
    throw new Inconsistent(`${what}的状态应为 ${state}`)
  }
  return state
}

function stateOf(node: Record<string, unknown>, facts: Facts): State {
  for (const kind of ['all', 'any', 'not'] as const) {
    const children: unknown = node[kind]
    if (Array.isArray(children)) {
      return groupState(
        kind,
        children.map((child) => ({ state: recomputed(child, facts) })),
      )
    }
  }
  const leaf = node as unknown as Leaf & { readonly actual: unknown }
  const known = Object.hasOwn(facts, leaf.fact) ? facts[leaf.fact] : null
  if (JSON.stringify(known) !== JSON.stringify(leaf.actual)) {
    throw new Inconsistent(`条件 ${quote(leaf.fact)} 的取值与填报的事实不符`)
  }
  return evaluate(leaf, facts)
}
