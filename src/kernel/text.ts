const FULL_WIDTH_FIRST = 0xff01
const FULL_WIDTH_LAST = 0xff5e
const FULL_WIDTH_OFFSET = 0xfee0

/**
 * Turns full-width letters, digits and punctuation, as Chinese input methods type them, into their half-width
 * twins, and the ideographic space into a plain one. Chinese punctuation that has no twin (。、“”) is left alone.
 */
export function toHalfWidth(text: string): string {
  return Array.from(text, (char) => {
    const code = char.charCodeAt(0)
    if (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST) return String.fromCharCode(code - FULL_WIDTH_OFFSET)
    return char === '\u3000' ? ' ' : char
  }).join('')
}

/** Making one costs more than a thousand uses of it, and a page writes hundreds of numbers. */
const formats = new Map<string, Intl.NumberFormat>()

function formatWith(least: number, most: number): Intl.NumberFormat {
  const key = `${least}/${most}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most })
    formats.set(key, format)
  }
  return format
}

/** Writes a number with thousands separators and at most `decimals` decimals (half up), trailing zeros dropped. */
export function groupDigits(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`)
  const text = formatWith(0, decimals).format(value)
  return text === '-0' ? '0' : text
}

/** Writes a number with thousands separators and always two decimals (half up). */
export const twoDecimals = (value: number): string => formatWith(2, 2).format(value)

/** A text as a pattern that matches it alone, to the letter. */
export const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
