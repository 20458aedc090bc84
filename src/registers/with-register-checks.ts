import { inTransaction } from '../db/index.js'
import type { Connection } from 'mongoose'
import type { EnterprisesService } from '../enterprises/index.js'
import type { RegistersService } from './registers-service.js'

/**
 * The service of enterprises, with every new or changed claim compared with the registers at once. Signing up is
 * compared in its own transaction; the others right after their own, and a comparison that was missed is made up for
 * by `checkAllClaims`.
 */
export function withRegisterChecks(
  enterprises: EnterprisesService,
  registers: Pick<RegistersService, 'checkEnterprise'>,
  connection: Connection,
): EnterprisesService {
  const checkAnew = async (id: string) => {
    const { creditCode } = await enterprises.get('all', id)
    await inTransaction(connection, async (session) => {
      const enterprise = await enterprises.findByCreditCode(creditCode, session)
      if (enterprise) await registers.checkEnterprise(session, enterprise)
    })
  }
  return {
    ...enterprises,
    async register(session, given, by) {
      const enterprise = await enterprises.register(session, given, by)
      await registers.checkEnterprise(session, enterprise)
      return enterprise
    },
    async approve(id, by) {
      const enterprise = await enterprises.approve(id, by)
      await checkAnew(id)
      return enterprise
    },
    async declareFacts(id, declared, by) {
      const saved = await enterprises.declareFacts(id, declared, by)
      if (saved.ok) await checkAnew(id)
      return saved
    },
    async adoptFinding(id, chosen, by) {
      const enterprise = await enterprises.adoptFinding(id, chosen, by)
      await checkAnew(id)
      return enterprise
    },
  }
}
