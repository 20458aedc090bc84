/** Public registers: green factories and parks, supply-chain firms, energy inspections, titles. */
export {
  findRegister,
  nameKey,
  type NewEntry,
  type Register,
  type RegisterEntry,
  type RegisterId,
} from './rules/register.js'
export { registersRoutes, type RegisterRouteDeps } from './registers.routes.js'
export { registersService, type RegistersService, type RegistersServiceDeps } from './registers.service.js'
export { withRegisterChecks } from './use-cases/compare-claims.js'
