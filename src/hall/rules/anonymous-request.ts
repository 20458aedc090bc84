import type { FinancingRequest } from '../../applications/index.js'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { wanFromFen, type Fen } from '../../kernel/money.js'
import type { Reference } from '../../reference/index.js'

/** The names of industry and green-class codes. */
export type CodeNames = {
  readonly industries: ReadonlyMap<string, string>
  readonly greenClasses: ReadonlyMap<string, string>
  /** The letter of the section of an industry; null for a code that is not known. */
  readonly sectionOf: (industry: string) => string | null
}

/** Reads the names from the reference data. */
export const codeNamesOf = ({
  industries,
  greenClasses,
}: Pick<Reference, 'industries' | 'greenClasses'>): CodeNames => ({
  industries: industries.names,
  greenClasses: greenClasses.names,
  sectionOf: (code) => industries.find(code)?.section ?? industries.find(code.slice(0, 2))?.section ?? null,
})

/** A request as banks see it before they have a place: ranges and groups only, nothing that identifies the enterprise. */
export type AnonymousRequest = {
  readonly id: string
  readonly amountBand: string
  readonly amount: string
  readonly termBand: string
  readonly term: string
  readonly division: string
  /** Letter of the section, for filters; empty when not known. */
  readonly section: string
  readonly industry: string
  readonly size: string
  readonly purpose: string
  readonly green: string
  /** First segment of the green class, for filters: `none` is not green, empty is not known. */
  readonly greenTop: string
  readonly securities: string
  readonly submittedOn: string
  readonly isSample: boolean
}

const UNKNOWN = '未填写'

/**
 * Reduces a request to what a bank may see in the hall. The fields are listed one by one, so that a field added to
 * requests later stays hidden until it is added here.
 */
export function anonymousRequestOf(request: FinancingRequest, names: CodeNames): AnonymousRequest {
  const { dimensions, securities } = request
  const [amount, term] = [amountBand(request.amountFen), termBand(request.termMonths)]
  const kinds = [...new Set(securities.map(({ kind }) => kind))]
  return {
    id: request.id,
    amountBand: amount.id,
    amount: amount.text,
    termBand: term.id,
    term: term.text,
    division: divisionText(dimensions.division),
    section: dimensions.industry === null ? '' : (names.sectionOf(dimensions.industry) ?? ''),
    industry: industryText(dimensions.industry, names),
    size: dimensions.sizeClass ?? UNKNOWN,
    purpose: dimensions.purpose ?? UNKNOWN,
    green: greenText(dimensions.greenCode, names),
    greenTop:
      dimensions.greenCode === null
        ? ''
        : dimensions.greenCode === ''
          ? 'none'
          : (dimensions.greenCode.split('.')[0] ?? ''),
    securities: kinds.length > 0 ? kinds.join('、') : '未提供担保',
    submittedOn: formatDate(chinaDay(request.submittedAt)),
    isSample: request.isSample,
  }
}

/** The text for a division, also for none and for an unknown one. */
export const divisionText = (division: string | null): string =>
  division === null ? UNKNOWN : division === 'none' ? '兵团以外' : division

/** Section and division only: a four-digit class may contain a single enterprise of a place. */
function industryText(industry: string | null, { industries, sectionOf }: CodeNames): string {
  if (industry === null) return UNKNOWN
  const section = sectionOf(industry)
  const words = [section && industries.get(section), industries.get(industry.slice(0, 2))].filter(Boolean)
  return words.length > 0 ? words.join(' / ') : UNKNOWN
}

/** The first two levels of the green catalogue. */
function greenText(code: string | null, { greenClasses }: CodeNames): string {
  if (code === null) return UNKNOWN
  if (code === '') return '不属于绿色目录'
  const [top, second] = code.split('.')
  const words = [top, second === undefined ? undefined : `${top}.${second}`].flatMap((one) =>
    one === undefined ? [] : (greenClasses.get(one) ?? []),
  )
  return words.length > 0 ? words.join(' / ') : UNKNOWN
}

/** A named range. `below` is its exclusive upper bound, null when there is none. */
export type Band = { readonly id: string; readonly text: string; readonly below: number | null }

/** Ranges of amounts, bounds in 万元; wide enough that an amount does not identify an enterprise. */
export const AMOUNT_BANDS: readonly Band[] = [
  { id: 'a1', text: '100 万元以下', below: 100 },
  { id: 'a2', text: '100 万至 500 万元', below: 500 },
  { id: 'a3', text: '500 万至 1,000 万元', below: 1000 },
  { id: 'a4', text: '1,000 万至 5,000 万元', below: 5000 },
  { id: 'a5', text: '5,000 万至 1 亿元', below: 10_000 },
  { id: 'a6', text: '1 亿至 5 亿元', below: 50_000 },
  { id: 'a7', text: '5 亿元及以上', below: null },
]

/** Ranges of terms, bounds in months. */
export const TERM_BANDS: readonly Band[] = [
  { id: 't1', text: '1 年以内（含）', below: 13 },
  { id: 't2', text: '1 至 3 年（含）', below: 37 },
  { id: 't3', text: '3 至 5 年（含）', below: 61 },
  { id: 't4', text: '5 年以上', below: null },
]

const bandIn = (bands: readonly Band[], value: number): Band => {
  const found = bands.find(({ below }) => below === null || value < below)
  if (found === undefined) throw new RangeError(`no band holds ${value}`)
  return found
}

export const amountBand = (fen: Fen): Band => bandIn(AMOUNT_BANDS, wanFromFen(fen))
export const termBand = (months: number): Band => bandIn(TERM_BANDS, months)
