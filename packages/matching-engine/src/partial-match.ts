import type { CompiledCatalogue, CompiledProduct } from './compile.js'
import { FAIL, UNKNOWN } from './program.js'
import { kleene, relativeState } from './run-program.js'
import type { Run } from './run.js'

/**
 * Whether an ineligible product would fail no condition if the need were lowered to the amount on offer (可部分满足).
 * Amounts in 万元; false while either is not known (NaN). Every other condition keeps its state in `run`.
 */
export function failsOnAmountAlone(
  compiled: CompiledCatalogue,
  run: Run,
  { numbers }: CompiledProduct,
  needWan: number,
  amountWan: number,
): boolean {
  if (!(amountWan > 0 && needWan > amountWan)) return false
  const { readsAmount } = compiled
  for (const number of numbers) if (run.states[number] === FAIL && readsAmount[number] === 0) return false
  for (const number of numbers) if (loweredState(compiled, run, number, amountWan) === FAIL) return false
  return true
}

/** The state of a condition when the amount of the need is `amountWan`. */
function loweredState(compiled: CompiledCatalogue, run: Run, number: number, amountWan: number): number {
  const { program, readsAmount, amountIndex } = compiled
  if (readsAmount[number] === 0) return run.states[number] ?? UNKNOWN
  const group = program.groups[number - program.firstGroup]
  if (group !== undefined) return kleene(group, (child) => loweredState(compiled, run, child, amountWan))
  const relative = program.relatives[number - program.firstRelative]
  if (relative !== undefined) {
    const { index, ofIndex } = relative
    const actual = index === amountIndex ? amountWan : run.values[index]
    return relativeState(relative, actual, ofIndex === amountIndex ? amountWan : run.values[ofIndex])
  }
  const field = program.fields.find(({ index }) => index === amountIndex)
  if (field === undefined) return UNKNOWN
  return field.states[field.codes.encode(amountWan) * field.count + number - field.first] ?? UNKNOWN
}
