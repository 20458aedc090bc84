import type { LawDate } from '../kernel/dates.js'
import { chinaDay } from '../kernel/dates.js'
import { valueOf, type Enterprise, type RegisterFinding } from '../enterprises/index.js'
import { holdsOn, nameKey, type RegisterEntry } from './entry.js'
import { registers, SUPPLY_CHAIN_TITLE, type Register } from './register.js'

/** The levels under which the register of green factories lists anyone, and the day of its last change. */
export type ListedGrades = { readonly grades: ReadonlySet<string>; readonly latest: Date | null }

/** What a register says of a fact; undefined when it says nothing. `value: null`: it does not list the enterprise. */
type Said = Pick<RegisterFinding, 'value' | 'asOf'> | undefined

/** Whether an entry is about an enterprise: by its code, or, where the list gives none, by the name that was approved. */
export function isAbout(
  entry: RegisterEntry,
  enterprise: Pick<Enterprise, 'creditCode' | 'name' | 'status' | 'isSample'>,
): boolean {
  if (entry.isSample !== enterprise.isSample) return false
  if (entry.creditCode !== null) return entry.creditCode === enterprise.creditCode
  return enterprise.status === 'approved' && nameKey(entry.name) === nameKey(enterprise.name)
}

/** What every register says of an enterprise on a day, register by register. */
export function findingsFor(
  enterprise: Enterprise,
  entries: readonly RegisterEntry[],
  listed: ListedGrades,
  today: LawDate,
): ReadonlyMap<Register, Said> {
  const own = entries.filter((entry) => isAbout(entry, enterprise) && holdsOn(entry, today))
  return new Map(
    registers
      .filter(({ fact }) => fact !== null)
      .map((register) => {
        const of = own.filter((entry) => entry.register === register.id)
        return [register, of.length > 0 ? said(register, of) : unlisted(register, enterprise, listed)]
      }),
  )
}

function said(register: Register, entries: readonly RegisterEntry[]): Said {
  const asOf = chinaDay(new Date(Math.max(...entries.map(({ importedAt }) => importedAt.getTime()))))
  switch (register.id) {
    case 'green-factory':
      return { value: highest(register, entries), asOf }
    case 'energy-inspection':
      return { value: latestYear(entries)?.grade ?? null, asOf }
    case 'supply-chain':
      return { value: [SUPPLY_CHAIN_TITLE], asOf }
    case 'titles':
      return {
        value: (register.grade?.values ?? []).filter((title) => entries.some(({ grade }) => grade === title)),
        asOf,
      }
    case 'green-park':
      return undefined
  }
}

/** A factory listed at two levels, once by its code and once by its name, is what the higher one says. */
const highest = ({ grade }: Register, entries: readonly RegisterEntry[]) =>
  grade?.values.find((level) => entries.some((entry) => entry.grade === level)) ?? null

const latestYear = (entries: readonly RegisterEntry[]) =>
  [...entries].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || b.importedAt.getTime() - a.importedAt.getTime())[0]

/**
 * The list of green factories is published whole, level by level: who claims a level that is listed and is not on the
 * list is contradicted. The other registers hold what was handed in so far, so that silence says nothing.
 */
function unlisted(register: Register, enterprise: Enterprise, { grades, latest }: ListedGrades): Said {
  if (register.id !== 'green-factory' || latest === null) return undefined
  const claimed = valueOf(enterprise, 'enterprise.greenFactory')
  return typeof claimed === 'string' && grades.has(claimed) ? { value: null, asOf: chinaDay(latest) } : undefined
}

/** What has to be told to the enterprise so that its findings are what the registers say. */
export type Correction =
  | { readonly kind: 'note'; readonly finding: RegisterFinding }
  | { readonly kind: 'withdraw'; readonly finding: Pick<RegisterFinding, 'fact' | 'register'> }

export function correctionsFor(enterprise: Enterprise, said: ReadonlyMap<Register, Said>): readonly Correction[] {
  return [...said].flatMap(([{ fact, title }, now]): Correction[] => {
    if (fact === null) return []
    const known = enterprise.findings.find((finding) => finding.fact === fact && finding.register === title)
    if (now === undefined) return known ? [{ kind: 'withdraw', finding: { fact, register: title } }] : []
    if (known && JSON.stringify(known.value) === JSON.stringify(now.value) && known.asOf === now.asOf) return []
    return [{ kind: 'note', finding: { fact, register: title, ...now } }]
  })
}
