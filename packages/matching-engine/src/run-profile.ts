import { noValues, readFactValues } from './fact-values.js'
import type { FactValues } from './fact-values.js'
import type { Program } from './program.js'
import { runValues } from './run-program.js'
import type { Facts } from './types.js'

/** The values and the states of all conditions for the profile a catalogue was last asked about. */
export type Run = {
  /** Undefined before the first profile. */
  facts: Facts | undefined
  readonly values: FactValues
  readonly states: Uint8Array
}

/** Room for a program's states; no profile yet. */
export function newRun(program: Program): Run {
  return { facts: undefined, values: noValues(), states: new Uint8Array(program.size) }
}

/** Works out the states of all conditions for a profile. */
export function runProfile({ program, run }: { readonly program: Program; readonly run: Run }, facts: Facts): Run {
  run.facts = facts
  runValues(program, readFactValues(facts, run.values), run.states)
  return run
}
