import { readFactValues } from './fact-values.js'
import type { FactValues } from './fact-values.js'
import type { Program } from './program.js'
import { runValues } from './run-program.js'
import type { Facts } from './types.js'

/** The values of one profile and the state of every condition of a program on them. Every call makes its own. */
export type Run = { readonly values: FactValues; readonly states: Uint8Array }

/** Evaluates every condition of a program for one profile. */
export function runProfile(program: Program, facts: Facts): Run {
  const values = readFactValues(facts)
  const states = new Uint8Array(program.size)
  runValues(program, values, states)
  return { values, states }
}
