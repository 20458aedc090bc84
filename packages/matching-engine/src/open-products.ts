import type { CompiledCatalogue } from './compile.js'
import { FAIL, UNKNOWN } from './program.js'
import { factsOfRule } from './rule-shape.js'

/** An undecided product: the numbers of its conditions that are still unknown, and the facts these read. */
export type OpenProduct = { readonly unknown: readonly number[]; readonly facts: ReadonlySet<string> }

const FACTS_OF_CONDITION = new WeakMap<object, readonly ReadonlySet<string>[]>()

/** The facts each condition of a catalogue reads, by number; worked out once. */
export function factsOfConditions({ program }: CompiledCatalogue): readonly ReadonlySet<string>[] {
  const known = FACTS_OF_CONDITION.get(program)
  if (known !== undefined) return known
  const made = program.rules.map(factsOfRule)
  FACTS_OF_CONDITION.set(program, made)
  return made
}

/** The products that neither fail nor pass in the given states. */
export function openProducts(compiled: CompiledCatalogue, states: Uint8Array): readonly OpenProduct[] {
  const factsOf = factsOfConditions(compiled)
  const open: OpenProduct[] = []
  for (const { numbers } of compiled.products) {
    const unknown: number[] = []
    let failing = false
    for (const number of numbers) {
      if (states[number] === FAIL) failing = true
      else if (states[number] === UNKNOWN) unknown.push(number)
    }
    if (failing || unknown.length === 0) continue
    const facts = new Set<string>()
    for (const number of unknown) for (const fact of factsOf[number] ?? []) facts.add(fact)
    open.push({ unknown, facts })
  }
  return open
}
