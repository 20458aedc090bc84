import { Engine } from 'json-rules-engine'
import type { NestedCondition, TopLevelCondition } from 'json-rules-engine'
import { conditionsOf } from '../src/index.js'
import type { Catalogue, Facts, Leaf, Rule, Scalar } from '../src/index.js'

type Answer = (facts: Facts) => Promise<ReadonlySet<string>>

/**
 * The same catalogue in json-rules-engine: one rule per product, relative bounds as operators that carry their
 * multiple. It answers the ids of the products all of whose conditions hold.
 */
export function jsonRulesEngine(catalogue: Catalogue): Answer {
  const engine = new Engine([], { allowUndefinedFacts: true })
  const known = new Set<string>()
  const operator = (leaf: Leaf): string => {
    const times = typeof leaf.value === 'object' && 'of' in leaf.value ? leaf.value.times : undefined
    const dotted = leaf.fact === 'need.greenCode'
    const name = `${leaf.op}${times === undefined ? '' : `×${times}`}${dotted ? 'dotted' : ''}`
    if (!known.has(name)) engine.addOperator(name, comparison(leaf.op, times, dotted))
    known.add(name)
    return name
  }
  const translate = (rule: Rule): NestedCondition => {
    if ('all' in rule) return { all: rule.all.map(translate) }
    if ('any' in rule) return { any: rule.any.map(translate) }
    if ('not' in rule) return { not: translate(rule.not) }
    const bound = typeof rule.value === 'object' && 'of' in rule.value ? { fact: rule.value.of } : rule.value
    return { fact: rule.fact, operator: operator(rule), value: bound }
  }
  for (const product of catalogue.products) {
    const conditions = translate(conditionsOf(product)) as TopLevelCondition
    engine.addRule({ conditions, event: { type: product.id } })
  }
  return async (facts) => new Set((await engine.run({ ...facts })).events.map(({ type }) => type))
}

function comparison(op: Leaf['op'], times: number | undefined, dotted: boolean) {
  const multiple = (bound: number) => Math.round((times ?? 1) * bound * 1e6) / 1e6
  const has = (list: unknown, value: unknown) => Array.isArray(list) && list.includes(value)
  const covers = (code: string, prefix: string) =>
    dotted ? code === prefix || code.startsWith(`${prefix}.`) : code.startsWith(prefix)
  const compare = (actual: unknown, value: unknown): boolean => {
    const bound = times === undefined ? value : multiple(value as number)
    const list = (Array.isArray(bound) ? bound : [bound]) as Scalar[]
    switch (op) {
      case '>=':
        return (actual as number) >= (bound as number)
      case '<=':
        return (actual as number) <= (bound as number)
      case '>':
        return (actual as number) > (bound as number)
      case '<':
        return (actual as number) < (bound as number)
      case '=':
        return actual === bound
      case '!=':
        return actual !== bound
      case 'between':
        return (actual as number) >= Number(list[0]) && (actual as number) <= Number(list[1])
      case 'in':
        return has(list, actual)
      case 'notIn':
        return !has(list, actual)
      case 'prefixIn':
        return typeof actual === 'string' && list.some((prefix) => covers(actual, String(prefix)))
      case 'hasAny':
        return list.some((item) => has(actual, item))
      case 'hasAll':
        return list.every((item) => has(actual, item))
      case 'hasNone':
        return !list.some((item) => has(actual, item))
    }
  }
  return compare
}
