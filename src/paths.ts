import { path } from './web/path.js'

/** Every address of the site. */
export const paths = {
  home: path('/'),
  products: path('/products'),
  productList: path('/products.csv'),
  product: path('/products/:id'),
  institutions: path('/institutions'),
  institution: path('/institutions/:id'),
  /** The questionnaire before its first answer. */
  assessment: path('/match'),
  /** A questionnaire under way: the next question, or the one named by `fact`. */
  questionnaire: path('/match/questionnaires/:id'),
  answers: path('/match/questionnaires/:id/answers'),
  /** All questions on one page. */
  profile: path('/match/questionnaires/:id/profile'),
  newProfile: path('/match/profile'),
  conclusion: path('/match/questionnaires/:id/result'),
  /** A result: an immutable decision record. */
  result: path('/match/:id'),
  record: path('/match/:id/record.json'),
  verify: path('/verify'),
  help: path('/help'),
  about: path('/about'),
  ranking: path('/about/ranking'),
  data: path('/about/data'),
  privacy: path('/about/privacy'),
  accessibility: path('/about/accessibility'),
  apiMatch: path('/api/v1/match'),
  live: path('/healthz'),
  ready: path('/readyz'),
} as const
