import { REFUSALS, STATE_NAMES, STEP_NAMES } from './applications/index.js'
import type { AuditReaderDeps } from './audit/index.js'
import type { Deps } from './deps.js'
import { enterpriseNames } from './enterprises/index.js'
import { findFactSpec } from '@lueqiao/matching-engine'
import { findRegister } from './registers/index.js'
import { SYNDICATE_STATE_NAMES } from './syndicates/index.js'
import { roleNames } from './kernel/roles.js'

type Named = Readonly<Record<string, string>>

/** What the rooms of the portal call what stands in audit events: the log itself knows codes and ids alone. */
export function auditWords(
  deps: Pick<Deps, 'accounts' | 'catalogue' | 'enterprises'>,
): Pick<AuditReaderDeps, 'accountNames' | 'organisationNames' | 'codeName'> {
  return {
    accountNames: (ids) => deps.accounts.names(ids),
    organisationNames: (ids) => organisationNames(deps, ids),
    codeName,
  }
}

const OFFICES: Named = { bureau: '工信局', centre: '服务中心' }

async function organisationNames(
  { catalogue, enterprises }: Pick<Deps, 'catalogue' | 'enterprises'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { banks } = await catalogue.current()
  const known = (id: string) => OFFICES[id] ?? banks.get(id)?.name
  const firms = await enterpriseNames(
    enterprises,
    ids.filter((id) => known(id) === undefined),
  )
  return new Map(
    ids.flatMap((id) => {
      const name = known(id) ?? firms.get(id)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}

function codeName(field: string, code: string, subjectKind: string): string | null {
  const within = (names: Named) => names[code] ?? null
  switch (field) {
    case 'from':
    case 'to':
      return within(subjectKind === 'syndicate' ? SYNDICATE_STATE_NAMES : STATE_NAMES)
    case 'step':
      return within(STEP_NAMES)
    case 'role':
      return within(roleNames)
    case 'register':
      return findRegister(code)?.title ?? null
    case 'fact':
    case 'facts':
      return findFactSpec(code)?.label ?? null
    case 'code':
      return within(Object.fromEntries(Object.entries(REFUSALS).map(([id, { title }]) => [id, title])))
    case 'channel':
      return within({ hall: '需求大厅', directed: '定向提交', dispatch: '工信局派单' })
    case 'kind':
      return within({ approve: '同意', decline: '不同意' })
    case 'scope':
      return within({ green: '绿色贷款', all: '全部贷款' })
    default:
      return null
  }
}
