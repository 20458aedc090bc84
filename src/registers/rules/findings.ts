import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { type Enterprise, type RegisterFinding, valueOf } from '../../enterprises/index.js'
import { holdsOn, nameKey, type Register, type RegisterEntry, registers, SUPPLY_CHAIN_TITLE } from './register.js'

/** The levels at which the register of green factories has entries, and the time of its last change. */
export type ListedGrades = { readonly grades: ReadonlySet<string>; readonly latest: Date | null }

/** The value of a fact in a register; undefined when it states none. `value: null`: the enterprise is not listed. */
type RegisterValue = Pick<RegisterFinding, 'value' | 'asOf'> | undefined

/** Whether an entry names an enterprise: by its credit code, or without one by the approved name. */
export function isAbout(
  entry: RegisterEntry,
  enterprise: Pick<Enterprise, 'creditCode' | 'name' | 'status' | 'isSample'>,
): boolean {
  if (entry.isSample !== enterprise.isSample) return false
  if (entry.creditCode !== null) return entry.creditCode === enterprise.creditCode
  return enterprise.status === 'approved' && nameKey(entry.name) === nameKey(enterprise.name)
}

/** The value that each register states for an enterprise on a day. */
export function findingsFor(
  enterprise: Enterprise,
  entries: readonly RegisterEntry[],
  listed: ListedGrades,
  today: LawDate,
): ReadonlyMap<Register, RegisterValue> {
  const own = entries.filter((entry) => isAbout(entry, enterprise) && holdsOn(entry, today))
  return new Map(
    registers
      .filter(({ fact }) => fact !== null)
      .map((register) => {
        const of = own.filter((entry) => entry.register === register.id)
        return [register, of.length > 0 ? valueIn(register, of) : valueWhenUnlisted(register, enterprise, listed)]
      }),
  )
}

function valueIn(register: Register, entries: readonly RegisterEntry[]): RegisterValue {
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

/** A factory listed twice, once by code and once by name, has the higher level. */
const highest = ({ grade }: Register, entries: readonly RegisterEntry[]) =>
  grade?.values.find((level) => entries.some((entry) => entry.grade === level)) ?? null

const latestYear = (entries: readonly RegisterEntry[]) =>
  [...entries].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || b.importedAt.getTime() - a.importedAt.getTime())[0]

/**
 * The list of green factories is published whole, level by level, so a claim of a listed level that is not on the list is
 * contradicted. The other registers are incomplete: an enterprise that is missing there is not contradicted.
 */
function valueWhenUnlisted(
  register: Register,
  enterprise: Enterprise,
  { grades, latest }: ListedGrades,
): RegisterValue {
  if (register.id !== 'green-factory' || latest === null) return undefined
  const claimed = valueOf(enterprise, 'enterprise.greenFactory')
  return typeof claimed === 'string' && grades.has(claimed) ? { value: null, asOf: chinaDay(latest) } : undefined
}

/** One change that brings the findings of an enterprise in line with the registers. */
export type Correction =
  | { readonly kind: 'note'; readonly finding: RegisterFinding }
  | { readonly kind: 'withdraw'; readonly finding: Pick<RegisterFinding, 'fact' | 'register'> }

export function correctionsFor(
  enterprise: Enterprise,
  values: ReadonlyMap<Register, RegisterValue>,
): readonly Correction[] {
  return [...values].flatMap(([{ fact, title }, now]): Correction[] => {
    if (fact === null) return []
    const known = enterprise.findings.find((finding) => finding.fact === fact && finding.register === title)
    if (now === undefined) return known ? [{ kind: 'withdraw', finding: { fact, register: title } }] : []
    if (known && JSON.stringify(known.value) === JSON.stringify(now.value) && known.asOf === now.asOf) return []
    return [{ kind: 'note', finding: { fact, register: title, ...now } }]
  })
}
