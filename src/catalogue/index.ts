/** Institutions and products: import of a catalogue, the version in force, and its pages. */
export { catalogueStore, type CatalogueStore } from './data/catalogue.store.js'
export { currentCatalogue, type CatalogueSnapshot, type CurrentCatalogue } from './data/current-catalogue.js'
export {
  importCatalogue,
  loadFirstCatalogue,
  shippedCatalogueFile,
  type ImportOutcome,
} from './import/import-catalogue.js'
export { institutionName, isInstitutionDisclosed, officialLink } from './rules/institution.js'
export { catalogueRoutes } from './catalogue.routes.js'
export { bankNames, type BankNames } from './bank-names.js'
