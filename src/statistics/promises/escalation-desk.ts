import type { CountedApplication } from '../../applications/index.js'
import type { CatalogueSnapshot, CurrentCatalogue } from '../../catalogue/index.js'
import type { EscalationsService } from '../../escalations/index.js'
import { bankNames } from './bank-names.js'

/** What the bureau's pages of single escalations work with. */
export type EscalationDesk = {
  readonly escalations: Pick<EscalationsService, 'list' | 'get' | 'ask' | 'mayAsk' | 'applicationsOf' | 'now'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  /** Orders the names that stand for banks; see `bankNames`. */
  readonly sessionSecret: string
}

/**
 * What a page that names one escalation calls the bank: by its name, but where the application is invented by what
 * stands for it on all such pages, since no bank let pass what nobody asked of it. What is not there any more counts as
 * invented: nobody can tell.
 */
export function bankNaming({ banks }: CatalogueSnapshot, secret: string) {
  const all = new Map([...banks].map(([id, { name }]) => [id, name]))
  const masked = bankNames(all, true, secret)
  const open = bankNames(all, false, secret)
  return (bankId: string, application: Pick<CountedApplication, 'isSample'> | undefined): string =>
    (application?.isSample === false ? open : masked).nameOf(bankId)
}
