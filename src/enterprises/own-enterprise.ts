import { RecordNotFound } from '../kernel/domain-error.js'
import type { Enterprise } from './enterprise.js'
import type { EnterprisesService } from './enterprises-service.js'

/**
 * The enterprise that a person who is signed in works for: no address names one, so no other can be reached.
 * @throws NotFound for people of banks and offices, and when the enterprise has left the portal.
 */
export async function ownEnterprise(
  enterprises: Pick<EnterprisesService, 'get'>,
  { organisation }: Pick<Express.User, 'organisation'>,
): Promise<Enterprise> {
  if (organisation.kind !== 'enterprise') throw new RecordNotFound()
  const enterprise = await enterprises.get({ enterpriseId: organisation.id }, organisation.id)
  if (enterprise.status === 'closed') throw new RecordNotFound()
  return enterprise
}
