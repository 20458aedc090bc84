import { REFUSALS, STATE_NAMES, STEP_NAMES } from './applications/index.js'
import type { AuditPageContext } from './audit/index.js'
import type { Deps } from './deps.js'
import { enterpriseNames } from './enterprises/index.js'
import { findFactSpec } from '@lueqiao/matching-engine'
import { findRegister } from './registers/index.js'
import { SYNDICATE_STATE_NAMES } from './syndicates/index.js'
import { roleNames } from './kernel/roles.js'

type NamesByCode = Readonly<Record<string, string>>

/** The names of accounts, organisations and codes in audit events: the log itself stores ids and codes only. */
export function auditLabels(
  deps: Pick<Deps, 'accounts' | 'catalogue' | 'enterprises'>,
): Pick<AuditPageContext, 'accountNames' | 'organisationNames' | 'codeName'> {
  return {
    accountNames: (ids) => deps.accounts.names(ids),
    organisationNames: (ids) => organisationNames(deps, ids),
    codeName,
  }
}

const OFFICES: NamesByCode = { bureau: '工信局', centre: '服务中心' }

async function organisationNames(
  { catalogue, enterprises }: Pick<Deps, 'catalogue' | 'enterprises'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { banks } = await catalogue.current()
  const bankOrOffice = (id: string) => OFFICES[id] ?? banks.get(id)?.name
  const enterpriseNamesById = await enterpriseNames(
    enterprises,
    ids.filter((id) => bankOrOffice(id) === undefined),
  )
  return new Map(
    ids.flatMap((id) => {
      const name = bankOrOffice(id) ?? enterpriseNamesById.get(id)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}

function codeName(field: string, code: string, subjectKind: string): string | null {
  const nameIn = (names: NamesByCode) => names[code] ?? null
  switch (field) {
    case 'from':
    case 'to':
      return nameIn(subjectKind === 'syndicate' ? SYNDICATE_STATE_NAMES : STATE_NAMES)
    case 'step':
      return nameIn(STEP_NAMES)
    case 'role':
      return nameIn(roleNames)
    case 'register':
      return findRegister(code)?.title ?? null
    case 'fact':
    case 'facts':
      return findFactSpec(code)?.label ?? null
    case 'code':
      return nameIn(Object.fromEntries(Object.entries(REFUSALS).map(([id, { title }]) => [id, title])))
    case 'channel':
      return nameIn({ hall: '需求大厅', directed: '定向提交', dispatch: '工信局派单' })
    case 'kind':
      return nameIn({ approve: '同意', decline: '不同意' })
    case 'scope':
      return nameIn({ green: '绿色贷款', all: '全部贷款' })
    default:
      return null
  }
}
