import type { CompiledCatalogue, CompiledProduct } from './compile.js'
import { FAIL, UNKNOWN } from './program.js'
import { kleene, relativeState } from './run-program.js'

/**
 * Whether nothing of an ineligible product fails any more once the need is lowered to the amount on offer, in 万元
 * (可部分满足); not while either is NaN, not known. Every other condition keeps the state it has in the last run.
 */
export function failsOnAmountAlone(
  compiled: CompiledCatalogue,
  { numbers }: CompiledProduct,
  needWan: number,
  amountWan: number,
): boolean {
  if (!(amountWan > 0 && needWan > amountWan)) return false
  const { onAmount } = compiled
  const { states } = compiled.run
  for (const number of numbers) if (states[number] === FAIL && onAmount[number] === 0) return false
  for (const number of numbers) if (loweredState(compiled, number, amountWan) === FAIL) return false
  return true
}

function loweredState(compiled: CompiledCatalogue, number: number, amountWan: number): number {
  const { program, onAmount, amountPlace, run } = compiled
  if (onAmount[number] === 0) return run.states[number] ?? UNKNOWN
  const group = program.groups[number - program.firstGroup]
  if (group !== undefined) return kleene(group, (child) => loweredState(compiled, child, amountWan))
  const relative = program.relatives[number - program.firstRelative]
  if (relative !== undefined) {
    const { place, ofPlace } = relative
    const actual = place === amountPlace ? amountWan : run.values[place]
    return relativeState(relative, actual, ofPlace === amountPlace ? amountWan : run.values[ofPlace])
  }
  const field = program.fields.find(({ place }) => place === amountPlace)
  if (field === undefined) return UNKNOWN
  return field.states[field.codes.encode(amountWan) * field.count + number - field.first] ?? UNKNOWN
}
