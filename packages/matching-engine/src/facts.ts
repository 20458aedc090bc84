import { CREDIT_FACTS } from './credit-facts.js'
import { ENTERPRISE_FACTS } from './enterprise-facts.js'
import { NEED_FACTS } from './need-facts.js'
import type { FactSpec } from './fact-spec.js'

/** Every fact a condition may speak of, the need first. Source: docs/criteria.md, table of facts. */
export const FACTS: readonly FactSpec[] = [...NEED_FACTS, ...ENTERPRISE_FACTS, ...CREDIT_FACTS]

const SPEC_OF: ReadonlyMap<string, FactSpec> = new Map(FACTS.map((spec) => [spec.name, spec]))

/** The specification of a fact, or undefined when there is no fact of that name. */
export function findFactSpec(name: string): FactSpec | undefined {
  return SPEC_OF.get(name)
}

/** The specification of a fact; throws when there is none: rules are validated before they come here. */
export function factSpec(name: string): FactSpec {
  const spec = SPEC_OF.get(name)
  if (spec === undefined) throw new Error(`no fact is called ${name}`)
  return spec
}

/** Whether values of the fact are ordered numbers. */
export function isNumeric(spec: FactSpec): boolean {
  return spec.kind === 'number' || spec.kind === 'integer'
}

/** Whether a value of the fact is a set of words. */
export function isSet(spec: FactSpec): boolean {
  return spec.kind === 'set' || spec.kind === 'banks'
}
