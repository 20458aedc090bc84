/** Strategic agreements between the bureau and banks, with the use of their credit lines. */
export type { NewAgreement } from './rules/agreement.js'
export { agreementsService, type AgreementsService } from './agreements.service.js'
export { agreementRoutes } from './agreements.routes.js'
