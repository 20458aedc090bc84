import { CommandError } from '../errors.js'
import { keysOf } from './order.js'
import type { Document } from './order.js'

/** How strings are compared; `spec` is what was asked for. */
export type Collation = { compare: (a: string, b: string) => number; spec: Document }

const SENSITIVITY = ['base', 'accent', 'variant'] as const
const FIELDS = new Set([
  'locale',
  'strength',
  'caseLevel',
  'caseFirst',
  'numericOrdering',
  'alternate',
  'maxVariable',
  'normalization',
  'backwards',
  'version',
])

function refuse(message: string): never {
  throw new CommandError('BadValue', message)
}

/**
 * The comparison a collation asks for, or undefined for the simple one (by code point). ICU compares, as in MongoDB;
 * settings that Intl.Collator cannot express exactly are refused.
 */
export function compileCollation(spec: unknown): Collation | undefined {
  if (spec === undefined || spec === null) return undefined
  if (typeof spec !== 'object') throw new CommandError('TypeMismatch', 'collation must be an object')
  const options = spec as Document
  const unknown = keysOf(options).find((key) => !FIELDS.has(key))
  if (unknown !== undefined) {
    throw new CommandError(40415, `BSON field 'collation.${unknown}' is an unknown field.`)
  }
  const locale = options.locale
  if (locale === undefined) {
    throw new CommandError(40414, "BSON field 'collation.locale' is missing but a required field")
  }
  if (typeof locale !== 'string') throw new CommandError('TypeMismatch', "Field 'locale' must be of type string")
  if (locale === 'simple') return undefined
  return { compare: comparison(locale, options), spec: options }
}

function comparison(locale: string, options: Document): (a: string, b: string) => number {
  const strength = options.strength === undefined ? 3 : Number(options.strength)
  if (!Number.isInteger(strength) || strength < 1 || strength > 5) {
    refuse(`BSON field 'strength' value must be >= 1 and <= 5, actual value '${strength}'`)
  }
  if (strength > 3) refuse('collation strength above 3 is not supported')
  if (options.caseLevel === true && strength !== 1) refuse('caseLevel is supported at strength 1 only')
  if (options.alternate !== undefined && options.alternate !== 'non-ignorable') refuse('alternate is not supported')
  if (options.backwards === true) refuse('backwards is not supported')
  if (options.normalization === true) refuse('normalization is not supported')
  const tag = locale.replace(/@.*$/, '').replaceAll('_', '-')
  if (locale.includes('@') || Intl.Collator.supportedLocalesOf([tag]).length === 0) {
    refuse(`Field 'locale' is invalid in: { locale: "${locale}" }`)
  }
  const sensitivity = options.caseLevel === true ? 'case' : SENSITIVITY[(strength - 1) as 0 | 1 | 2]
  return new Intl.Collator(tag, {
    sensitivity,
    numeric: options.numericOrdering === true,
    ...caseFirst(options.caseFirst),
  }).compare
}

function caseFirst(value: unknown): Intl.CollatorOptions {
  if (value === undefined || value === 'off') return { caseFirst: 'false' }
  if (value === 'upper' || value === 'lower') return { caseFirst: value }
  return refuse(
    `Enumeration value '${typeof value === 'string' ? value : typeof value}' for field 'collation.caseFirst' is not a valid value.`,
  )
}
