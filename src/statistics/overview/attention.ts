import { paths } from '../../paths.js'
import { isEnded } from '../../applications/index.js'
import type { Dataset } from '../rows/dataset.js'
import { memoize } from '../figures/memoize.js'
import { isLateAtBank } from '../promises/promise-figures.js'

const withClock = memoize((cases: Dataset['cases']) =>
  cases.filter(({ due, state }) => due !== null && !isEnded(state)),
)
const withoutTaker = memoize(
  (requests: Dataset['requests']) => requests.filter(({ hallState }) => hallState === 'dispatched').length,
)

/** What waits for a person, whatever the filter says: it is about today, not about a period. */
export function attentionItems({ cases, requests }: Dataset, now: Date) {
  const lateAtBanks = withClock(cases).filter((row) => isLateAtBank(row, now))
  return [
    {
      label: '银行逾期未办的环节',
      count: lateAtBanks.length,
      unit: '个',
      href: paths.bureauPromiseRows({}, { kind: 'overdue' }),
      action: '查看',
    },
    {
      label: '无机构认领，待派单',
      count: withoutTaker(requests),
      unit: '笔',
      href: paths.bureauRequests({}),
      action: '去派单',
    },
  ]
}
