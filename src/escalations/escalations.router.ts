import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import type { EscalationsService } from './escalations-service.js'
import { showOwnEscalations } from './pages/own-list.page.js'

/** The bank's list of what it let pass. It explains itself on the page of the application; see the review desk. */
export function escalationsRoutes(site: Site, { escalations }: { readonly escalations: EscalationsService }): void {
  const spec = { role: ['officer', 'manager'], audit: 'BANK_ESCALATIONS_READ' } as const
  site.get(paths.bankEscalations.pattern, spec, showOwnEscalations(escalations))
}
