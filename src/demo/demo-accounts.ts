import { randomInt } from 'node:crypto'
import { systemActor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { roleNames, roles, type Organisation, type Role } from '../kernel/roles.js'
import { enterSampleRecords, isEvaluation, type DemoDeps } from './demo.js'
import { demoEmail, findDemoAccount } from './demo-people.js'
import { demoStore } from './demo.store.js'
import { DEMO_ENTERPRISE, demoBankId } from './demo-bank.js'
import { addSampleApplications } from './sample-applications.js'
import { sampleCode } from './samples.js'

export type DemoAccount = { readonly role: Role; readonly email: string; readonly password: string }

/**
 * In an evaluation, makes sure of the samples and of one account per role, all with the same password: the one of
 * `DEMO_PASSWORD`, else one made for this start. Returns nothing in production, on another database, and where the
 * samples were taken away. A later start writes no more than the passwords, and not even those where they are the same.
 */
export async function ensureDemo(deps: DemoDeps): Promise<readonly DemoAccount[]> {
  if (!isEvaluation(deps)) return []
  const state = await demoStore(deps.connection).find()
  if (state?.on === false) return []
  await enterSampleRecords(deps)
  const password = deps.config.demoPassword ?? newPassword()
  const missing: Role[] = []
  for (const role of roles) {
    const account = await findDemoAccount(deps, role)
    if (account === null) missing.push(role)
    else await deps.accounts.renewSamplePassword(account.id, password)
  }
  if (missing.length > 0) await openAccounts(deps, missing, password)
  // After the accounts, which some of these lie with.
  await addSampleApplications(deps)
  return roles.map((role) => ({ role, email: demoEmail(role), password }))
}

async function openAccounts(deps: DemoDeps, missing: readonly Role[], password: string): Promise<void> {
  const [enterprise, bank] = [await demoEnterprise(deps), { kind: 'bank' as const, id: await demoBankId(deps) }]
  const organisations: Readonly<Record<Role, Organisation>> = {
    owner: enterprise,
    member: enterprise,
    officer: bank,
    manager: bank,
    bureau: { kind: 'bureau', id: 'bureau' },
    administrator: { kind: 'centre', id: 'centre' },
  }
  await inTransaction(deps.connection, async (session) => {
    for (const role of missing) {
      const name = `示例${roleNames[role]}`
      const given = {
        role,
        name,
        email: demoEmail(role),
        phone: null,
        organisation: organisations[role],
        emailConfirmed: true,
        isSample: true,
      }
      await deps.accounts.open(session, given, password, systemActor)
    }
  })
}

async function demoEnterprise({ enterprises }: DemoDeps): Promise<Organisation> {
  const enterprise = await enterprises.findByCreditCode(sampleCode(DEMO_ENTERPRISE))
  if (enterprise === null) throw new Error('the sample enterprise of the demonstration is missing')
  return { kind: 'enterprise', id: enterprise.id }
}

/** Four groups of letters that are not mistaken for one another: 78 bits, and easy to type. */
function newPassword(): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz'
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
  return [group(), group(), group(), group()].join('-')
}
