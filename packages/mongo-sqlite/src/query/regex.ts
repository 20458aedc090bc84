import { CommandError } from '../errors.js'

const WHOLE_END = '(?![\\s\\S])'
// The m flag of JavaScript is never set, so this is the start of the text only.
const START = '^'
const SPACE = '\\t\\n\\v\\f\\r '
const NOT_SPACE = '\\0-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}'
const POSIX = new Map([
  ['alpha', 'a-zA-Z'],
  ['digit', '0-9'],
  ['alnum', 'a-zA-Z0-9'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', SPACE],
  ['xdigit', '0-9a-fA-F'],
  ['word', '\\w'],
])

function refuse(pattern: string, why: string): never {
  throw new CommandError(51091, `Regular expression is invalid: ${why}: ${pattern}`)
}

/**
 * Turns MongoDB's regular expression (PCRE, UTF-8 mode) into one of JavaScript that matches the same strings: `$`, `.`,
 * `\s` and line ends mean different things in the two, so they are spelled out. What has no exact equal is refused.
 * `offset`s are those of JavaScript strings.
 */
export function compileRegex(pattern: string, options: string, flags = ''): RegExp {
  const wrong = /[^imsxu]/.exec(options)
  if (wrong !== null) throw new CommandError(51108, `invalid flag in regex options: ${wrong[0]}`)
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const all = options + (inline?.[1] ?? '')
  const source = new Translation(pattern.slice(inline?.[0].length ?? 0), all).run()
  try {
    return new RegExp(source, `u${all.includes('i') ? 'i' : ''}${flags}`)
  } catch (error) {
    return refuse(pattern, error instanceof Error ? error.message : 'syntax')
  }
}

class Translation {
  private at = 0
  private out = ''
  private readonly multiline: boolean
  private readonly dotAll: boolean
  private readonly extended: boolean
  private readonly pattern: string

  constructor(pattern: string, options: string) {
    this.pattern = pattern
    this.multiline = options.includes('m')
    this.dotAll = options.includes('s')
    this.extended = options.includes('x')
  }

  run(): string {
    while (this.at < this.pattern.length) this.step()
    return this.out
  }

  private step(): void {
    const char = this.pattern[this.at++] ?? ''
    if (this.extended && /\s/.test(char)) return
    if (this.extended && char === '#') {
      const end = this.pattern.indexOf('\n', this.at)
      this.at = end < 0 ? this.pattern.length : end + 1
      return
    }
    this.out += this.plain(char)
  }

  private plain(char: string): string {
    switch (char) {
      case '\\':
        return this.escape(false)
      case '[':
        return this.characterClass()
      case '(':
        return this.group()
      case '.':
        return this.dotAll ? '[\\s\\S]' : '[^\\n]'
      case '$':
        return this.multiline ? `(?=\\n|${WHOLE_END})` : `(?=\\n?${WHOLE_END})`
      case '^':
        return this.multiline ? `(?:${START}|(?<=\\n))` : START
      case '{': {
        const quantifier = /^\d+(,\d*)?\}/.exec(this.pattern.slice(this.at))
        if (quantifier === null) return '\\{'
        this.at += quantifier[0].length
        return this.quantified(`{${quantifier[0]}`)
      }
      case '*':
      case '+':
      case '?':
        return this.quantified(char)
      case '}':
      case ']':
      case '/':
        return `\\${char}`
      default:
        return char
    }
  }

  private quantified(quantifier: string): string {
    const next = this.pattern[this.at]
    if (next === '+') return refuse(this.pattern, 'possessive quantifiers are not supported')
    if (next !== '?') return quantifier
    this.at++
    return `${quantifier}?`
  }

  private group(): string {
    if (this.pattern[this.at] === '*') return refuse(this.pattern, 'control verbs are not supported')
    if (this.pattern[this.at] !== '?') return '('
    const kind = /^\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'|<=|<!|[:=!])/.exec(this.pattern.slice(this.at))
    if (kind === null) return refuse(this.pattern, 'this kind of group is not supported')
    this.at += kind[0].length
    const name = kind[1] ?? kind[2]
    return name === undefined ? `(${kind[0]}` : `(?<${name}>`
  }

  private escape(inClass: boolean): string {
    const char = this.pattern[this.at++]
    if (char === undefined) return refuse(this.pattern, '\\ at end of pattern')
    if (/[dDwWtnrfv]/.test(char)) return char === 'v' ? refuse(this.pattern, '\\v is not supported') : `\\${char}`
    if (char === 's') return inClass ? SPACE : `[${SPACE}]`
    if (char === 'S') return inClass ? NOT_SPACE : `[${NOT_SPACE}]`
    if (char === 'b') return inClass ? '\\x08' : '\\b'
    if (char === 'p' || char === 'P') return this.property(char)
    if (char === 'x') return this.hexadecimal()
    if (/[0-9]/.test(char)) return this.digit(char, inClass)
    if (!inClass && char === 'B') return '\\B'
    if (!inClass && char === 'A') return START
    if (!inClass && char === 'z') return WHOLE_END
    if (!inClass && char === 'Z') return `(?=\\n?${WHOLE_END})`
    if (!inClass && char === 'Q') return this.quoted()
    if (/[A-Za-z]/.test(char)) return refuse(this.pattern, `\\${char} is not supported`)
    return /[\^$\\.*+?()[\]{}|/]/.test(char) || (inClass && char === '-') ? `\\${char}` : char
  }

  private digit(char: string, inClass: boolean): string {
    if (char === '0') return /[0-7]/.test(this.pattern[this.at] ?? '') ? refuse(this.pattern, 'octal escapes') : '\\0'
    return inClass ? refuse(this.pattern, 'a back reference in a class') : `\\${char}`
  }

  private property(char: string): string {
    const braced = /^\{(\^?)(\w+)\}|^()([A-Z])/.exec(this.pattern.slice(this.at))
    if (braced === null) return refuse(this.pattern, `malformed \\${char}`)
    this.at += braced[0].length
    const name = braced[2] ?? braced[4] ?? ''
    const negated = (braced[1] === '^') !== (char === 'P')
    // PCRE takes a bare name for a category or a script; JavaScript wants the latter said.
    const script = /^[A-Z][a-z]{2,}/.test(name)
    return `\\${negated ? 'P' : 'p'}{${script ? 'Script=' : ''}${name}}`
  }

  private hexadecimal(): string {
    const code = /^\{([0-9A-Fa-f]+)\}|^([0-9A-Fa-f]{2})/.exec(this.pattern.slice(this.at))
    if (code === null) return refuse(this.pattern, 'malformed \\x')
    this.at += code[0].length
    return `\\u{${code[1] ?? code[2] ?? ''}}`
  }

  private quoted(): string {
    const end = this.pattern.indexOf('\\E', this.at)
    const text = this.pattern.slice(this.at, end < 0 ? undefined : end)
    this.at = end < 0 ? this.pattern.length : end + 2
    return text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')
  }

  private characterClass(): string {
    let out = '['
    if (this.pattern[this.at] === '^') {
      out += '^'
      this.at++
    }
    for (let first = true; ; first = false) {
      const char = this.pattern[this.at++]
      if (char === undefined) return refuse(this.pattern, 'missing terminating ]')
      if (char === ']' && !first) return `${out}]`
      if (char === '\\') out += this.escape(true)
      else if (char === '[') out += this.bracket()
      else out += char === ']' ? '\\]' : char
    }
  }

  private bracket(): string {
    const posix = /^:(\w+):\]/.exec(this.pattern.slice(this.at))
    if (posix === null) return /^[:.=]/.test(this.pattern.slice(this.at)) ? refuse(this.pattern, 'class') : '\\['
    this.at += posix[0].length
    return POSIX.get(posix[1] ?? '') ?? refuse(this.pattern, `class [:${posix[1] ?? ''}:]`)
  }
}
