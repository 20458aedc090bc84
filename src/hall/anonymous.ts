import type { FinancingRequest } from '../applications/index.js'
import { formatDate, chinaDay } from '../kernel/dates.js'
import { amountBand, termBand } from './bands.js'

/** What the names of codes are asked of. */
export type Names = {
  readonly industries: ReadonlyMap<string, string>
  readonly greenClasses: ReadonlyMap<string, string>
  /** The letter of the section of an industry; null for a code that is not known. */
  readonly sectionOf: (industry: string) => string | null
}

/** A request as banks see it before they have a place: ranges and groups, nothing that names the enterprise. */
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
 * Leaves of a request what a bank may see in the hall. Everything is named one by one, so that what is added to a
 * request later stays out until somebody puts it here.
 */
export function anonymous(request: FinancingRequest, names: Names): AnonymousRequest {
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

/** A division, or that there is none. */
export const divisionText = (division: string | null): string =>
  division === null ? UNKNOWN : division === 'none' ? '兵团以外' : division

/** Section and division: a class of four digits may hold one enterprise of a place. */
function industryText(industry: string | null, { industries, sectionOf }: Names): string {
  if (industry === null) return UNKNOWN
  const section = sectionOf(industry)
  const words = [section && industries.get(section), industries.get(industry.slice(0, 2))].filter(Boolean)
  return words.length > 0 ? words.join(' / ') : UNKNOWN
}

/** The first two levels of the green catalogue. */
function greenText(code: string | null, { greenClasses }: Names): string {
  if (code === null) return UNKNOWN
  if (code === '') return '不属于绿色目录'
  const [top, second] = code.split('.')
  const words = [top, second === undefined ? undefined : `${top}.${second}`].flatMap((one) =>
    one === undefined ? [] : (greenClasses.get(one) ?? []),
  )
  return words.length > 0 ? words.join(' / ') : UNKNOWN
}
