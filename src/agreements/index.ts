export type { NewAgreement } from './agreement.js'
export { agreementsService, type AgreementsService } from './agreements-service.js'
export { agreementRoutes } from './agreements.router.js'
