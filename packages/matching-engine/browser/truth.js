// Works the states of a result out again from its facts, by the rules of docs/criteria.md: pass, fail and unknown,
// where a fact that was not given makes a condition unknown and never failed.

/**
 * The state of one condition of a record (a group or a single condition).
 * @param {Record<string, any>} node
 * @param {Record<string, unknown>} facts given and derived facts together
 * @returns {'pass' | 'fail' | 'unknown'}
 */
export function stateOf(node, facts) {
  if (Array.isArray(node.all)) return both(node.all.map((child) => stateOf(child, facts)))
  if (Array.isArray(node.any)) return opposite(both(node.any.map((child) => opposite(stateOf(child, facts)))))
  if (Array.isArray(node.not)) return opposite(both(node.not.map((child) => stateOf(child, facts))))
  const actual = factOf(facts, node.fact)
  const bound = boundOf(node.value, facts)
  if (actual === undefined || bound === undefined) return 'unknown'
  return holds(node, actual, Array.isArray(bound) ? bound : [bound]) ? 'pass' : 'fail'
}

/**
 * The verdict that follows from the states of all conditions.
 * @param {readonly string[]} states
 */
export function verdictOf(states) {
  return { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' }[both(states)]
}

/** The value of a fact, undefined when it was not given. Own members only: a file may hold any name. */
export function factOf(facts, name) {
  return Object.hasOwn(facts, name) ? facts[name] : undefined
}

function both(states) {
  return states.includes('fail') ? 'fail' : states.includes('unknown') ? 'unknown' : 'pass'
}

function opposite(state) {
  return state === 'pass' ? 'fail' : state === 'fail' ? 'pass' : 'unknown'
}

/** A plain bound, or `times × of` to one fen (10⁻⁶ 万元); undefined when that fact was not given. */
function boundOf(value, facts) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const base = factOf(facts, value.of)
  if (typeof base !== 'number') return undefined
  const product = value.times * base
  return Math.abs(product) < 1e9 ? Math.round(product * 1e6) / 1e6 : product
}

function holds({ fact, op }, actual, bounds) {
  const [first, last] = bounds
  const members = Array.isArray(actual) ? actual : []
  switch (op) {
    case '>=': return actual >= first // prettier-ignore
    case '<=': return actual <= first // prettier-ignore
    case '>': return actual > first // prettier-ignore
    case '<': return actual < first // prettier-ignore
    case '=': return actual === first // prettier-ignore
    case '!=': return actual !== first // prettier-ignore
    case 'between': return actual >= first && actual <= last // prettier-ignore
    case 'in': return bounds.includes(actual) // prettier-ignore
    case 'notIn': return !bounds.includes(actual) // prettier-ignore
    case 'prefixIn': return bounds.some((prefix) => covers(fact, String(prefix), String(actual))) // prettier-ignore
    case 'hasAny': return bounds.some((value) => members.includes(value)) // prettier-ignore
    case 'hasAll': return bounds.every((value) => members.includes(value)) // prettier-ignore
    case 'hasNone': return !bounds.some((value) => members.includes(value)) // prettier-ignore
    default:
      return false
  }
}

/** Green codes by dotted segment (4.2 covers 4.2.1, not 4.20), all others as plain prefixes. */
function covers(fact, prefix, code) {
  return fact === 'need.greenCode' ? code === prefix || code.startsWith(`${prefix}.`) : code.startsWith(prefix)
}
