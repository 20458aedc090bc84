import { paths } from '../paths.js'
import type { PageView } from '../web/page.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { standingView } from './question.views.js'
import type { Questionnaire } from './questionnaire.js'
import type { Standing } from './standing.js'

export type SettledView = PageView & {
  readonly csrf: string
  readonly notice: string
  readonly conclusion: string
  readonly standing: ReturnType<typeof standingView>
}

type SettledInput = {
  readonly questionnaire: Questionnaire
  readonly standing: Standing
  readonly csrf: string
  readonly notice: string
  readonly names: Vocabulary
}

/** Shown when someone comes back to a questionnaire in which no answer can change anything any more. */
export function settledView({ questionnaire, standing, csrf, notice, names }: SettledInput): SettledView {
  const { id, answers } = questionnaire
  return {
    title: '已经问完',
    section: 'match',
    indexed: false,
    csrf,
    notice,
    conclusion: paths.conclusion({ id }),
    standing: standingView(id, answers, standing, names),
  }
}
