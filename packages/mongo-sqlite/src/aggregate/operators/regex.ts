import type { BSONRegExp } from 'bson'
import { CommandError } from '../../errors.js'
import { compileRegex } from '../../query/regex.js'
import { regexParts } from '../../values/compare.js'
import { TYPE, typeName, typeOf } from '../../values/types.js'
import { isNullish, named } from '../scope.js'
import type { Operator } from '../scope.js'

const cache = new Map<string, RegExp>()

function compiled(name: string, regex: unknown, options: unknown): RegExp {
  let pattern: string
  let flags = ''
  if (typeof regex === 'string') pattern = regex
  else if (typeOf(regex) === TYPE.regex) ({ pattern, options: flags } = regexParts(regex as BSONRegExp))
  else throw new CommandError(51105, `${name} needs 'regex' to be of type string or regex`)
  if (!isNullish(options)) {
    if (typeof options !== 'string') throw new CommandError(51106, `${name} needs 'options' to be of type string`)
    if (flags !== '')
      throw new CommandError(51107, `${name} found regex option(s) specified in both 'regex' and 'option' fields`)
    flags = options
  }
  const key = `${flags}/${pattern}`
  let found = cache.get(key)
  if (found === undefined) {
    if (cache.size > 500) cache.clear()
    found = compileRegex(pattern, flags, 'g')
    cache.set(key, found)
  }
  return found
}

function matching(name: string, none: unknown, run: (text: string, regex: RegExp) => unknown): [string, Operator] {
  return named(name, ['input', 'regex'], ['options'], ({ input, regex, options }) => {
    if (isNullish(input) || isNullish(regex)) return none
    if (typeof input !== 'string')
      throw new CommandError(51104, `${name} needs 'input' to be of type string, found ${typeName(input)}`)
    const expression = compiled(name, regex, options)
    expression.lastIndex = 0
    return run(input, expression)
  })
}

function describe(text: string, match: RegExpMatchArray): unknown {
  return {
    match: match[0],
    idx: Array.from(text.slice(0, match.index ?? 0)).length,
    captures: match.slice(1).map((capture: string | undefined) => capture ?? null),
  }
}

export const REGEX: [string, Operator][] = [
  matching('$regexMatch', false, (text, regex) => regex.test(text)),
  matching('$regexFind', null, (text, regex) => {
    const match = regex.exec(text)
    return match === null ? null : describe(text, match)
  }),
  matching('$regexFindAll', [], (text, regex) => Array.from(text.matchAll(regex), (match) => describe(text, match))),
]
