import { createHash } from 'node:crypto'
import type { Mover } from '../../applications/index.js'

/** Ids of people who never had an account: the same each time, and nobody's. */
const idOf = (name: string): string => createHash('sha256').update(`sample:${name}`).digest('hex').slice(0, 24)

type Bank = { readonly bankId: string }

/** Somebody of a bank, as the desk of banks knows people. @param place which of its people */
export function officerOf({ bankId }: Bank, place: number): Express.User {
  return personOf(bankId, `officer-${place}`, 'officer', `示例客户经理${place}`)
}

export const managerOf = ({ bankId }: Bank): Express.User => personOf(bankId, 'manager', 'manager', '示例审批人')

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
