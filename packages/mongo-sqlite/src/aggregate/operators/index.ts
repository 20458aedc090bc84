import type { Operator } from '../scope.js'
import { ACCUMULATING } from './accumulating.js'
import { ARITHMETIC } from './arithmetic.js'
import { ARRAYS } from './arrays.js'
import { CONVERSIONS } from './conversions.js'
import { DATES } from './dates.js'
import { DATE_TEXT } from './date-text.js'
import { ITERATION } from './iteration.js'
import { LOGIC } from './logic.js'
import { OBJECTS } from './objects.js'
import { REGEX } from './regex.js'
import { ROUNDING } from './rounding.js'
import { SETS } from './sets.js'
import { STRINGS } from './strings.js'

/** All expression operators this server has. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...ACCUMULATING,
  ...ARITHMETIC,
  ...ARRAYS,
  ...CONVERSIONS,
  ...DATES,
  ...DATE_TEXT,
  ...ITERATION,
  ...LOGIC,
  ...OBJECTS,
  ...REGEX,
  ...ROUNDING,
  ...SETS,
  ...STRINGS,
])
