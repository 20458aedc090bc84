import type { CountedApplication } from '../../applications/index.js'
import { bankNames, type CatalogueSnapshot, type CurrentCatalogue } from '../../catalogue/index.js'
import type { EscalationsService } from '../escalations.service.js'

/** What the bureau's pages of escalations need. */
export type BureauEscalationContext = {
  readonly escalations: Pick<EscalationsService, 'list' | 'get' | 'ask' | 'mayAsk' | 'applicationsOf' | 'now'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

export const ESCALATION_STRIP = '示例数据：标有“示例”的督办来自示例申请，机构名称已隐去，不代表任何真实机构的表现。'

/**
 * The name of a bank on the bureau's pages of escalations: its own name, but for a sample application the name that
 * masks the bank on all such pages, because no bank missed a limit that nobody set it. An application that is gone counts
 * as a sample: nobody can tell.
 */
export function bankNaming({ banks }: CatalogueSnapshot, secret: string) {
  const all = new Map([...banks].map(([id, { name }]) => [id, name]))
  const masked = bankNames(all, true, secret)
  const open = bankNames(all, false, secret)
  return (bankId: string, application: Pick<CountedApplication, 'isSample'> | undefined): string =>
    (application?.isSample === false ? open : masked).nameOf(bankId)
}
