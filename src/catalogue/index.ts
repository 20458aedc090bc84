/** Institutions, products and versions of the catalogue: import, the version in force, and the pages that show it. */
export { catalogueStore, type CatalogueStore } from './catalogue.store.js'
export { currentCatalogue, type CurrentCatalogue } from './current-catalogue.js'
export type { CatalogueSnapshot } from './snapshot.js'
export { importCatalogue, type ImportOutcome } from './import-catalogue.js'
export { loadFirstCatalogue, shippedCatalogueFile } from './load-first-catalogue.js'
export { institutionName, isInstitutionDisclosed } from './institution.js'
export { officialLink } from './source-link.js'
export { catalogueRoutes } from './catalogue.router.js'
