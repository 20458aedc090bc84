import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import { uploadReader } from '../web/uploads/read-upload.js'
import { addEntry, changeEntry, editEntry, newEntry, removeEntry } from './pages/entry.page.js'
import {
  applyImport,
  cancelImport,
  checkClaims,
  sendRefused,
  sendTemplate,
  showImport,
  showImports,
  startImport,
} from './pages/import.page.js'
import { sendEntries, showRegister, showRegisters } from './pages/list.page.js'
import type { RegistersService } from './registers.service.js'

const STAFF = ['bureau', 'administrator'] as const

export type RegisterRouteDeps = { readonly registers: RegistersService }

/** The registers, for the bureau and the centre. */
export function registersRoutes(site: Site, deps: RegisterRouteDeps): void {
  const { registers } = deps
  const read = (audit: string) => ({ role: STAFF, audit })
  site
    .get(paths.registers.pattern, read('REGISTERS_READ'), showRegisters(registers))
    .get(paths.registerExport.pattern, read('REGISTER_EXPORTED'), sendEntries(registers))
    .get(paths.registerTemplate.pattern, read('REGISTER_TEMPLATE_DOWNLOADED'), sendTemplate)
    .get(paths.registerNewEntry.pattern, read('REGISTER_ENTRY_FORM_OPENED'), newEntry)
    .post(paths.registerEntries.pattern, read('REGISTER_ENTRY_ADDED'), addEntry(registers))
    .get(paths.registerEntry.pattern, read('REGISTER_ENTRY_READ'), editEntry(registers))
    .post(paths.registerEntry.pattern, read('REGISTER_ENTRY_CHANGED'), changeEntry(registers))
    .post(paths.registerEntryRemoval.pattern, read('REGISTER_ENTRY_REMOVED'), removeEntry(registers))
    .get(paths.registerImports.pattern, read('REGISTER_IMPORTS_READ'), showImports(registers))
    .post(
      paths.registerImports.pattern,
      { ...read('REGISTER_IMPORT_STARTED'), before: [uploadReader()] },
      startImport(registers),
    )
    .get(paths.registerImport.pattern, read('REGISTER_IMPORT_READ'), showImport(registers))
    .get(paths.registerImportRefused.pattern, read('REGISTER_IMPORT_FAULTS_EXPORTED'), sendRefused(registers))
    .post(paths.registerImportApplication.pattern, read('REGISTER_IMPORT_CONFIRMED'), applyImport(registers))
    .post(paths.registerImportCancellation.pattern, read('REGISTER_IMPORT_CANCELLED'), cancelImport(registers))
    .post(paths.registerImportClaims.pattern, read('REGISTER_CLAIMS_CHECKED'), checkClaims(registers))
    .get(paths.register.pattern, read('REGISTER_READ'), showRegister(registers))
}
