import { Double } from 'bson'
import { CommandError } from '../errors.js'
import { add, isWhole } from '../values/arithmetic.js'
import { compareValues, valuesEqual } from '../values/compare.js'
import { decimalOfDouble, toDecimal128 } from '../values/decimal.js'
import { encodeKey } from '../values/key.js'
import { toNumber } from '../values/numbers.js'
import { isInt32, isNumeric, TYPE, typeOf } from '../values/types.js'
import { mergeObjects } from './operators/objects.js'
import { divide } from './operators/arithmetic.js'
import type { Scope } from './scope.js'
import { isNullish } from './scope.js'

/** The running state of one accumulator in one group. */
export type Accumulator = { add(value: unknown): void; result(): unknown }
export type NewAccumulator = (scope: Pick<Scope, 'collation'>) => Accumulator

/** A sum of doubles with the part lost to rounding kept apart (as the server's DoubleDoubleSummation). */
class DoubleSum {
  private high = 0
  private low = 0

  add(value: number): void {
    const sum = this.high + value
    const part = sum - this.high
    this.low += this.high - (sum - part) + (value - part)
    this.high = sum
  }

  total(): number {
    return Number.isFinite(this.high) ? this.high + this.low : this.high
  }
}

/** Sums whole numbers exactly, doubles with compensation and decimals as decimals; skips what is no number. */
class Sum implements Accumulator {
  count = 0
  private int = 0
  private whole: unknown = 0
  private readonly doubles = new DoubleSum()
  private anyDouble = false
  private decimal: unknown = null

  add(value: unknown): void {
    if (typeof value === 'number' && isInt32(value)) {
      this.count++
      this.int += value
      // Whole numbers in a double are exact up to 2^53; long before that they move on.
      if (this.int > 2 ** 52 || this.int < -(2 ** 52)) this.flush()
      return
    }
    if (!isNumeric(value)) return
    this.count++
    const type = typeOf(value)
    if (type === TYPE.decimal) this.decimal = this.decimal === null ? value : add(this.decimal, value)
    else if (isWhole(value)) this.addWhole(value)
    else {
      this.anyDouble = true
      this.doubles.add(toNumber(value))
    }
  }

  private addWhole(value: unknown): void {
    const sum = add(this.whole, value)
    if (sum instanceof Double) {
      // Beyond 64 bits the server goes on with doubles.
      this.anyDouble = true
      this.doubles.add(toNumber(this.whole))
      this.doubles.add(toNumber(value))
      this.whole = 0
    } else this.whole = sum
  }

  private flush(): void {
    const part = this.int
    this.int = 0
    if (part !== 0) this.addWhole(isInt32(part) ? part : BigInt(part))
  }

  result(): unknown {
    this.flush()
    if (this.decimal !== null) {
      const others = add(this.decimal, this.whole)
      return this.anyDouble ? add(others, toDecimal128(decimalOfDouble(this.doubles.total(), 34))) : others
    }
    if (!this.anyDouble) return this.whole
    this.doubles.add(toNumber(this.whole))
    this.whole = 0
    return new Double(this.doubles.total())
  }
}

function average(): Accumulator {
  const sum = new Sum()
  return {
    add: (value) => {
      sum.add(value)
    },
    result: () => {
      if (sum.count === 0) return null
      const total = sum.result()
      if (typeOf(total) !== TYPE.decimal) return new Double(toNumber(total) / sum.count)
      return divide(total, sum.count)
    },
  }
}

function extreme(sign: 1 | -1): NewAccumulator {
  return ({ collation }) => {
    let best: unknown = null
    return {
      add: (value) => {
        if (isNullish(value)) return
        if (best === null || compareValues(value, best, collation) * sign > 0) best = value
      },
      result: () => best,
    }
  }
}

function deviation(sample: boolean): NewAccumulator {
  return () => {
    let [count, mean, squares] = [0, 0, 0]
    return {
      add: (value) => {
        if (!isNumeric(value)) return
        const number = toNumber(value)
        count++
        const delta = number - mean
        mean += delta / count
        squares += delta * (number - mean)
      },
      result: () => {
        const divisor = sample ? count - 1 : count
        return divisor <= 0 ? null : new Double(Math.sqrt(squares / divisor))
      },
    }
  }
}

function set({ collation }: Pick<Scope, 'collation'>): Accumulator {
  const seen = new Set<string>()
  const values: unknown[] = []
  return {
    add: (value) => {
      if (value === undefined) return
      if (collation !== undefined) {
        if (!values.some((other) => valuesEqual(other, value, collation))) values.push(value)
        return
      }
      const key = encodeKey([value]).toString('latin1')
      if (seen.has(key)) return
      seen.add(key)
      values.push(value)
    },
    result: () => values,
  }
}

function list(): Accumulator {
  const values: unknown[] = []
  return {
    add: (value) => {
      if (value !== undefined) values.push(value)
    },
    result: () => values,
  }
}

function first(): Accumulator {
  let [value, any]: [unknown, boolean] = [null, false]
  return {
    add: (next) => {
      if (!any) value = next
      any = true
    },
    result: () => value ?? null,
  }
}

function last(): Accumulator {
  let value: unknown = null
  return {
    add: (next) => {
      value = next
    },
    result: () => value ?? null,
  }
}

function merge(): Accumulator {
  const values: unknown[] = []
  return {
    add: (value) => {
      values.push(value)
    },
    result: () => mergeObjects(values),
  }
}

/** The accumulators of $group, by name, without those that take more than one argument. */
export const ACCUMULATORS: ReadonlyMap<string, NewAccumulator> = new Map<string, NewAccumulator>([
  ['$sum', () => new Sum()],
  ['$avg', average],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$first', first],
  ['$last', last],
  ['$push', list],
  ['$addToSet', set],
  ['$stdDevPop', deviation(false)],
  ['$stdDevSamp', deviation(true)],
  ['$mergeObjects', merge],
])

/** Refuses an accumulator this server does not have. */
export function accumulatorNamed(name: string): NewAccumulator {
  const found = ACCUMULATORS.get(name)
  if (found === undefined) throw new CommandError(15952, `unknown group operator '${name}'`)
  return found
}
