import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import type { EscalationsService } from './escalations.service.js'
import { showBankEscalations } from './pages/bank-list.page.js'
import type { BureauEscalationContext } from './pages/bureau-context.js'
import { postQuestion, showEscalation } from './pages/bureau-escalation.page.js'
import { showEscalations } from './pages/bureau-list.page.js'

/**
 * The bank's list of its escalations, and the bureau's list and pages. A bank explains on the page of the application,
 * in the review room.
 */
export function escalationsRoutes(
  site: Site,
  services: BureauEscalationContext & { readonly escalations: EscalationsService },
): void {
  const bank = { role: ['officer', 'manager'], audit: 'BANK_ESCALATIONS_READ' } as const
  const role = ['bureau', 'administrator'] as const
  const question = { role: 'bureau', audit: 'ESCALATION_ASKED' } as const
  site
    .get(paths.bankEscalations.pattern, bank, showBankEscalations(services.escalations))
    .get(paths.bureauEscalations.pattern, { role, audit: 'ESCALATIONS_READ' }, showEscalations(services))
    .get(paths.bureauEscalation.pattern, { role, audit: 'ESCALATION_READ' }, showEscalation(services))
    .post(paths.bureauEscalationQuestions.pattern, question, postQuestion(services))
}
