/** A sentence cut at its placeholders: text, name, text, name … text. */
export type Template = readonly string[]

/** Cuts a sentence with {placeholders} so that filling it is plain concatenation. */
export function template(sentence: string): Template {
  return sentence.split(/\{(\w+)\}/)
}

/** Fills a sentence; a placeholder without a value stays as it is, to be filled later. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** Sets a blank between a Chinese character and a Latin letter or digit that follows it. */
export function spaced(text: string): string {
  return text.replace(/(\p{Script=Han})(?=[A-Za-z0-9])/gu, '$1 ')
}
