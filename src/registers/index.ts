/** Public registers: green factories and parks, supply-chain firms, energy inspections, titles. */
export type { NewEntry, RegisterEntry } from './entry.js'
export { findRegister, type Register, type RegisterId } from './register.js'
export { registersRoutes, type RegistersDeps } from './registers.router.js'
export { registersService, type RegistersParts, type RegistersService } from './registers-service.js'
export { withRegisterChecks } from './with-register-checks.js'
