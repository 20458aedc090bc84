import type { AccountsService } from '../accounts/index.js'
import type { Role } from '../kernel/roles.js'

type Listed = Awaited<ReturnType<AccountsService['list']>>['accounts'][number]

/** The address of a role's demonstration account: .example reaches nobody (RFC 2606). */
export const demoEmail = (role: Role): string => `${role}@demo.example`

/** The demonstration's account of a role; null before it was opened, and where somebody has closed it. */
export async function findDemoAccount(
  { accounts }: { readonly accounts: Pick<AccountsService, 'list'> },
  role: Role,
): Promise<Listed | null> {
  const size = 100
  for (let skip = 0; ; skip += size) {
    const { accounts: found } = await accounts.list({ role, state: 'active' }, { skip, limit: size })
    const own = found.find(({ email, isSample }) => isSample && email === demoEmail(role))
    if (own) return own
    if (found.length < size) return null
  }
}
