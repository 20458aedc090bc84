/** Questionnaire, results and decision records. The engine has a face of its own: `engine/index.ts`. */
export { decide, type Decision } from './decide.js'
export { MAX_DOCUMENT_BYTES, readFactsDocument, type FactsDocument } from './facts-document.js'
export { matchResultStore, type MatchResultStore } from './match-result.store.js'
export { matchingRoutes } from './matching.router.js'
export { questionnaireStore, type QuestionnaireStore } from './questionnaire.store.js'
export { replay } from './replay.js'
