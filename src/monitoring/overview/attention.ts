import { paths } from '../../paths.js'
import { isEnded } from '../../applications/index.js'
import type { Ledger } from '../figures/ledger.js'

/** What waits for a person, whatever the filter says: it is about today, not about a period. */
export function attention({ cases, requests }: Ledger, now: Date) {
  const late = cases.filter(({ due, state }) => due !== null && !isEnded(state) && due.at < now.getTime())
  const byBanks = late.filter(({ due }) => due?.holder === 'bank')
  const waiting = requests.filter(({ hallState }) => hallState === 'dispatched')
  return [
    {
      label: '银行逾期未办的环节',
      count: byBanks.length,
      unit: '个',
      href: paths.bureauPromises({}),
      action: '查看并督办',
    },
    {
      label: '无机构认领，待派单',
      count: waiting.length,
      unit: '笔',
      href: paths.bureauRequests({}),
      action: '去派单',
    },
  ]
}
