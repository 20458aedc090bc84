import type { RequestHandler } from 'express'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { Reference } from '../reference/index.js'
import type { MatchResultStore } from './match-result.store.js'
import type { QuestionnaireStore } from './questionnaire.store.js'

/** What the pages and use cases of matching work with. */
export type MatchingServices = {
  readonly questionnaires: QuestionnaireStore
  readonly results: MatchResultStore
  readonly catalogue: CurrentCatalogue
  readonly reference: Reference
  readonly now: () => Date
  /** Limits what one address may store in a minute without signing in. */
  readonly limit: RequestHandler
}
