import { path } from '../web/path.js'

export const matchingPaths = {
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
} as const
