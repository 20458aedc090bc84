import type { LawDate } from '../kernel/dates.js'
import { toHalfWidth } from '../kernel/text.js'
import type { Register, RegisterId } from './register.js'

/** What a row of a register says, before it is kept. */
export type NewEntry = {
  readonly name: string
  /** Public lists often give names only. */
  readonly creditCode: string | null
  /** Level, result or title; null in a register where being listed says it all. */
  readonly grade: string | null
  readonly year: number | null
  readonly validFrom: LawDate | null
  /** The last day on which it holds; null holds until it is taken out. */
  readonly validTo: LawDate | null
  /** The document that the row is taken from. */
  readonly source: string | null
}

export type RegisterEntry = NewEntry & {
  readonly id: string
  readonly register: RegisterId
  /** 示例: invented; it speaks of sample enterprises only. */
  readonly isSample: boolean
  /** The import that brought it last, null when it was entered by hand. */
  readonly importId: string | null
  readonly importedAt: Date
}

/** One spelling for one name: brackets and blanks are typed either way. */
export const nameKey = (name: string): string => toHalfWidth(name.normalize('NFC')).replace(/\s/g, '').toLowerCase()

/** What makes two rows of a register the same row. */
export function keyOf(
  register: Pick<Register, 'id' | 'yearly'>,
  entry: Pick<NewEntry, 'name' | 'creditCode' | 'grade' | 'year'>,
): string {
  const subject = entry.creditCode ?? nameKey(entry.name)
  const extra = register.yearly ? String(entry.year) : register.id === 'titles' ? (entry.grade ?? '') : ''
  return extra === '' ? subject : `${subject}|${extra}`
}

/** Whether an entry holds on a day. */
export function holdsOn({ validFrom, validTo }: Pick<NewEntry, 'validFrom' | 'validTo'>, day: LawDate): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo)
}

/** Whether two rows say the same, apart from when they were brought in. */
export function saysTheSame(a: NewEntry, b: NewEntry): boolean {
  const parts = ({ name, creditCode, grade, year, validFrom, validTo, source }: NewEntry) =>
    JSON.stringify([name, creditCode, grade, year, validFrom, validTo, source])
  return parts(a) === parts(b)
}
