import { paths } from '../../paths.js'
import { isEnded } from '../../applications/index.js'
import type { Ledger } from '../figures/ledger.js'
import { onceFor } from '../figures/once.js'
import { isLateAtBank } from '../promises/promise-figures.js'

const withClock = onceFor((cases: Ledger['cases']) => cases.filter(({ due, state }) => due !== null && !isEnded(state)))
const withoutTaker = onceFor(
  (requests: Ledger['requests']) => requests.filter(({ hallState }) => hallState === 'dispatched').length,
)

/** What waits for a person, whatever the filter says: it is about today, not about a period. */
export function attention({ cases, requests }: Ledger, now: Date) {
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
