import type { Applied } from '../../enterprises/index.js'
import { isEnded, STATES } from '../state-table.js'
import type { ApplyServices } from './apply-frame.js'
import { shareSentence } from './choice.views.js'
import { applicationRow } from './list.page.js'

/** Applications that the desk of an enterprise shows. */
const MOST = 5

/** What the desk of an enterprise tells of its applications: what waits for it first, then what goes on. */
export function appliedOf({ requests, applications, now }: ApplyServices): Applied {
  return {
    async latestOf(enterpriseId) {
      const states = STATES.filter((state) => !isEnded(state))
      const page = { skip: 0, limit: 50 }
      const { applications: own } = await applications.list({ enterpriseId }, { states }, page)
      const rows = own.map((application) => applicationRow(application, now()))
      return [...rows.filter(({ waits }) => waits), ...rows.filter(({ waits }) => !waits)].slice(0, MOST)
    },
    shareOf: async (need) => shareSentence(need, await requests.leftOf(need)),
  }
}
