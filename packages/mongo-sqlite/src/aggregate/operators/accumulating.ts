import { ACCUMULATORS } from '../accumulators.js'
import type { Operator } from '../scope.js'
import { fixed } from '../scope.js'

/** Accumulators used as expressions: over their arguments, or over the elements of a single array. */
export const ACCUMULATING: [string, Operator][] = ['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map(
  (name) =>
    fixed(name, 0, Infinity, (args, scope) => {
      const values = args.length === 1 && Array.isArray(args[0]) ? (args[0] as unknown[]) : args
      const state = ACCUMULATORS.get(name)?.(scope)
      for (const value of values) state?.add(value)
      return state?.result()
    }),
)
