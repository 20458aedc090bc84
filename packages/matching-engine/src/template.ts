/** A sentence split at its placeholders: text, name, text, name … text. */
export type Template = readonly string[]

/** Splits a sentence with {placeholders}, so that filling it is plain concatenation. */
export function template(sentence: string): Template {
  return sentence.split(/\{(\w+)\}/)
}

/** Fills a sentence; a placeholder without a value stays as it is, to be filled later. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** Prepares a sentence to be filled many times; the values come in the order of `names`. */
export function filler(sentence: string, ...names: readonly string[]): (...values: readonly string[]) => string {
  const parts = template(sentence)
  const [before = '', name, after = ''] = parts
  if (parts.length === 3 && name === names[0]) return (value = '') => before + value + after
  const places = parts.map((name, i) => (i % 2 === 1 ? names.indexOf(name) : -1))
  return (...values) => {
    let text = ''
    for (let i = 0; i < parts.length; i += 1) {
      const place = places[i] ?? -1
      text += place < 0 ? (parts[i] ?? '') : (values[place] ?? '')
    }
    return text
  }
}

/** Inserts a space between a Chinese character and a Latin letter or digit that follows it. */
export function spaced(text: string): string {
  return text.replace(/(\p{Script=Han})(?=[A-Za-z0-9])/gu, '$1 ')
}
