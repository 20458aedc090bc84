/** Questionnaire, results and decision records. The engine is a package of its own: `@lueqiao/matching-engine`. */
export { decide, type Decision } from './use-cases/decide.js'
export { MAX_DOCUMENT_BYTES, readFactsDocument, type FactsDocument } from './rules/facts-document.js'
export { matchResultStore, type MatchResultStore } from './data/match-result.store.js'
export { matchingRoutes } from './matching.routes.js'
export { questionnaireStore, type QuestionnaireStore } from './data/questionnaire.store.js'
export { replay } from './use-cases/replay.js'
