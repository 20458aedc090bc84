import { canonicalJson } from './canonical-json.js'
import { factOf, stateOf, verdictOf } from './truth.js'

/**
 * Finds conclusions of the record that do not follow from its facts. This detects changes even when every checksum was
 * recomputed, unless the facts and everything that follows from them were changed together.
 * @returns {{ part: 'conclusion' | 'facts', product?: string, message: string }[]}
 */
export function faultsOfStates(record) {
  const facts = { ...record.derived, ...record.facts }
  const leaves = record.results.flatMap(({ conditions }) => conditions.flatMap(leavesOf))
  return [...faultsOfValues(leaves, facts), ...record.results.flatMap((result) => faultsOfResult(result, facts))]
}

function leavesOf(node) {
  const children = childrenOf(node)
  return children === null ? [node] : children.flatMap(leavesOf)
}

/** The members of a group, null for a single condition. */
function childrenOf(node) {
  return [node.all, node.any, node.not].find(Array.isArray) ?? null
}

/** A fact has one value in the whole record: the same in every condition on it. */
function faultsOfValues(leaves, facts) {
  const seen = new Map()
  for (const { fact, actual } of leaves) {
    const given = factOf(facts, fact) ?? null
    if (canonicalJson(actual ?? null) !== canonicalJson(given) && !seen.has(fact)) {
      seen.set(fact, `事实 ${fact} 前后不一致：事实一栏是 ${shown(given)}，条件里是 ${shown(actual)}`)
    }
  }
  return Array.from(seen.values(), (message) => ({ part: 'facts', message }))
}

function shown(value) {
  if (value === null || value === undefined) return '未填写'
  if (typeof value === 'boolean') return value ? '是' : '否'
  return Array.isArray(value) ? `“${value.join('、')}”` : `“${value}”`
}

const VERDICT_WORDS = { eligible: '符合', needs_information: '待补充', ineligible: '不符合' }
const STATE_WORDS = { pass: '符合', unknown: '待补充', fail: '不符合' }

function faultsOfResult({ product, verdict, conditions }, facts) {
  const wrong = conditions.flatMap((node) => wrongStates(node, facts))
  const findings = wrong.map(({ sentence, state, should }) => ({
    part: 'conclusion',
    product,
    message: `产品 ${product} 的条件“${sentence}”写成了${STATE_WORDS[state] ?? '别的状态'}，按事实应为${STATE_WORDS[should]}`,
  }))
  const should = verdictOf(conditions.map((node) => stateOf(node, facts)))
  if (verdict !== should) {
    const written = VERDICT_WORDS[verdict] ?? '别的结论'
    const message = `产品 ${product} 的结论写成了“${written}”，按事实应为“${VERDICT_WORDS[should]}”`
    findings.push({ part: 'conclusion', product, message })
  }
  return findings
}

/** The innermost conditions whose recorded state is wrong; a group only when its members are right. */
function wrongStates(node, facts) {
  const within = (childrenOf(node) ?? []).flatMap((child) => wrongStates(child, facts))
  if (within.length > 0) return within
  const should = stateOf(node, facts)
  return node.state === should ? [] : [{ sentence: node.sentence || '一组条件', state: node.state, should }]
}
