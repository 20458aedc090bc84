import { groupDigits } from '../../kernel/text.js'

/** What a figure counts in: 元 is kept in fen, 吨标准煤 in tonnes, the others in pieces. */
export type FigureUnit = '元' | '家' | '款' | '个' | '吨标准煤'

/** How the source puts it: just so, or as a lower bound of which only the bound is known (“超过”). */
export type FigureBound = 'exact' | 'above'

/** As the database and workbooks hold it; nothing else has a use for the bare number. */
export type StoredValue = { readonly amount: number; readonly unit: FigureUnit; readonly bound: FigureBound }

const FEN_PER_WAN = 1_000_000
const FEN_PER_YI = 10_000_000_000
const TONNES_PER_WAN = 10_000

/**
 * A figure that someone outside the platform states. It can be shown and kept, but not reckoned with: a sum of what is
 * reported and what is computed would be nobody's figure, so arithmetic does not compile and throws where it is tried
 * all the same.
 */
export class FigureValue {
  readonly #held: StoredValue

  /** @throws RangeError for a negative amount or one that is no whole number of fen, pieces or tonnes to the hundredth */
  constructor(held: StoredValue) {
    const { amount, unit } = held
    const steps = unit === '吨标准煤' ? Math.round(amount * 100) : amount
    if (amount < 0 || !Number.isSafeInteger(steps)) throw new RangeError(`not a reported figure: ${amount} ${unit}`)
    this.#held = held
  }

  get bound(): FigureBound {
    return this.#held.bound
  }

  /** For the database and for a cell of a workbook, never for a sum. */
  stored(): StoredValue {
    return this.#held
  }

  /** `222.5 亿元`, `超过 700 亿元`, `190 家`, `50.7 万吨标准煤`. */
  text(): string {
    const { number, unit } = this.parts()
    return `${this.before}${number} ${unit}`
  }

  /** What stands before the number: “超过 ”, or nothing. */
  get before(): string {
    return this.#held.bound === 'above' ? '超过 ' : ''
  }

  /** The number and its unit apart, for a large figure with a small unit: in the largest unit that loses nothing. */
  parts(): { readonly number: string; readonly unit: string } {
    const { amount, unit } = this.#held
    if (unit === '元' && amount >= FEN_PER_YI && amount % FEN_PER_WAN === 0)
      return { number: groupDigits(amount / FEN_PER_YI, 4), unit: '亿元' }
    if (unit === '元') return { number: groupDigits(amount / FEN_PER_WAN, 6), unit: '万元' }
    if (unit === '吨标准煤' && amount >= TONNES_PER_WAN) {
      return { number: groupDigits(amount / TONNES_PER_WAN, 6), unit: '万吨标准煤' }
    }
    return { number: groupDigits(amount, 2), unit }
  }

  /** Whether two sources, or two versions of one, state the same. */
  equals(other: FigureValue): boolean {
    const [a, b] = [this.#held, other.#held]
    return a.amount === b.amount && a.unit === b.unit && a.bound === b.bound
  }

  /** A text where a text is asked for; anything that would reckon with it is a mistake. */
  [Symbol.toPrimitive](hint: 'string' | 'number' | 'default'): string {
    if (hint === 'string') return this.text()
    throw new TypeError('a reported figure is shown beside computed ones and never added to them')
  }
}
