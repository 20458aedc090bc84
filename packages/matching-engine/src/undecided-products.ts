import type { CompiledCatalogue } from './compile.js'
import { FAIL, UNKNOWN } from './program.js'
import { factsOfRule } from './rule-shape.js'

/** An undecided product: the numbers of its unknown conditions, and the facts they read. */
export type UndecidedProduct = { readonly unknown: readonly number[]; readonly facts: ReadonlySet<string> }

const cache = new WeakMap<object, readonly ReadonlySet<string>[]>()

/** The facts that each condition of a catalogue reads, by number; computed once per catalogue. */
export function factsOfConditions({ program }: CompiledCatalogue): readonly ReadonlySet<string>[] {
  const known = cache.get(program)
  if (known !== undefined) return known
  const facts = program.rules.map(factsOfRule)
  cache.set(program, facts)
  return facts
}

/** The products that are neither eligible nor ineligible in the given states. */
export function undecidedProducts(compiled: CompiledCatalogue, states: Uint8Array): readonly UndecidedProduct[] {
  const factsOf = factsOfConditions(compiled)
  const open: UndecidedProduct[] = []
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
