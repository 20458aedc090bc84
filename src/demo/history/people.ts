import { createHash } from 'node:crypto'
import type { Mover } from '../../applications/index.js'

/** Ids of people who never had an account: the same each time, and nobody's. */
const idOf = (name: string): string => createHash('sha256').update(`sample:${name}`).digest('hex').slice(0, 24)

type Bank = { readonly bankId: string }
/** Somebody of the demonstration, as the use cases know people. */
type Person = Pick<Express.User, 'id' | 'role' | 'name' | 'email' | 'organisation'>

/** Those who tell the history and have accounts to look at it with; null where nobody has one. */
export type Accounts = Readonly<Record<'owner' | 'officer' | 'manager' | 'bureau', Person | null>>

export type Cast = {
  /** Somebody of a bank, as the desk of banks knows people. @param place which of its people, from 1 */
  officerOf(bank: Bank, place: number): Express.User
  managerOf(bank: Bank): Express.User
}

/**
 * The people of the banks. The first officer and the manager of the demonstration's bank are those who may sign in, so
 * that their desks have something to do; all others are invented.
 */
export function castOf({ officer, manager }: Pick<Accounts, 'officer' | 'manager'>): Cast {
  const own = (person: Person | null, { bankId }: Bank) => (person?.organisation.id === bankId ? person : null)
  return {
    officerOf: (bank, place) => (place === 1 ? own(officer, bank) : null) ?? inventedOfficer(bank, place),
    managerOf: (bank) => own(manager, bank) ?? personOf(bank.bankId, 'manager', 'manager', '示例审批人'),
  }
}

export const inventedOfficer = ({ bankId }: Bank, place: number): Express.User =>
  personOf(bankId, `officer-${place}`, 'officer', `示例客户经理${place}`)

function personOf(bankId: string, who: string, role: 'officer' | 'manager', name: string): Express.User {
  return { id: idOf(`${bankId}:${who}`), role, name, email: '', organisation: { kind: 'bank', id: bankId } }
}

/** Somebody of a sample enterprise. */
export const ownerOf = (enterpriseId: string): Mover => ({
  kind: 'enterprise',
  actor: { accountId: idOf(enterpriseId), role: 'owner', organisationId: enterpriseId },
  name: '示例企业经办人',
})

export const bureauPerson: Express.User = {
  id: idOf('bureau'),
  role: 'bureau',
  name: '示例工信局经办人',
  email: '',
  organisation: { kind: 'bureau', id: 'bureau' },
}
