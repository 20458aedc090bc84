import { paths } from '../paths.js'
import type { PageView } from '../web/page.js'
import type { Vocabulary } from './engine/index.js'
import { standingView } from './question.views.js'
import type { Questionnaire } from './questionnaire.js'
import type { Standing } from './standing.js'

export type SettledView = PageView & {
  readonly csrf: string
  readonly conclusion: string
  readonly standing: ReturnType<typeof standingView>
}

/** Shown when someone comes back to a questionnaire in which no answer can change anything any more. */
export function settledView(
  { id, answers }: Questionnaire,
  standing: Standing,
  csrf: string,
  names: Vocabulary,
): SettledView {
  return {
    title: '已经问完',
    section: 'match',
    indexed: false,
    csrf,
    conclusion: paths.conclusion({ id }),
    standing: standingView(id, answers, standing, names),
  }
}
