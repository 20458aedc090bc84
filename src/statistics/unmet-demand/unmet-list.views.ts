import { formatNumber } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { dayCell as onDay, numberCell, textCell, type TableCell } from '../drill-down/table-cell.js'
import type { DrillDown } from '../drill-down/drill-down.page.js'
import { dateOf } from '../rows/day.js'
import { isWithinClass, UNKNOWN_VALUE } from '../figures/filter.js'
import { filterText } from '../filter/figure-filter.views.js'
import type { MaskedFigures } from '../filter/masked-figures.js'
import { changeOptions, changeText, readChange, unlockedBy, unlockedByGuarantee } from './threshold-change.js'
import type { UnmetDemand } from './unmet-demand.js'
import { blockerGroups, blockerKey, blockerLabel, sumOf, type UnmetNeed } from './unmet-needs.js'
import { reasonKey, reasonLabel, type UnmetRequest } from './unmet-requests.js'
import { amountCell } from './unmet-demand.views.js'

type Query = Readonly<Record<string, unknown>>
type List = Pick<DrillDown, 'title' | 'total' | 'definition' | 'columns' | 'rows' | 'sample'>

const UPPER = '上界：只按产品公布的条件重算，机构实际审批还会看别的。'

/**
 * The needs or requests behind one number of the page, and what of the address names it.
 * @throws NotFound when the page has no such number.
 */
export function unmetList(
  unmet: UnmetDemand,
  masked: MaskedFigures,
  query: Query,
): { readonly behind: DrillDown; readonly sent: Record<string, string> } {
  // prettier-ignore
  // An address that names no list is that of all needs.
  const sent: Record<string, string> = { list: 'needs' }
  for (const name of ['list', 'group', 'by', 'key', 'rule', 'bound']) {
    const value = query[name]
    if (typeof value === 'string') sent[name] = value
  }
  const list = listOf(unmet, masked, sent)
  const note = masked.bankNames.masked ? '数据中含示例，申请不从这里进入。' : null
  return { behind: { ...list, asked: filterText(masked.filter, masked.names), note }, sent }
}

function listOf(unmet: UnmetDemand, masked: MaskedFigures, sent: Readonly<Record<string, string>>): List {
  switch (sent.list) {
    case 'needs':
      return needList(unmet.unmet.filter(chosen(sent, blockerKey)), masked, '没有产品符合的需求', NEEDS)
    case 'requests':
      return requestList(unmet.requests.filter(chosen(sent, ({ reason }) => reasonKey(reason))), masked)
    case 'guarantee': {
      const { needs } = unlockedByGuarantee(unmet.compiled, unmet.unmet)
      return needList(
        needs,
        masked,
        '设立担保基金后可解锁的需求',
        `每笔需求都可提供融资担保时，至少一个产品全部条件符合。${UPPER}`,
      )
    }
    case 'changed': {
      const { change } = readChange(sent, changeOptions(blockerGroups(unmet.compiled, unmet.unmet)))
      if (change === null) throw new NotFound('没有这项数据。')
      const { needs } = unlockedBy(change, unmet.compiled, unmet.unmet)
      return needList(needs, masked, `${changeText(change)}后可解锁的需求`, `所有更严的产品都改为这个门槛时，至少一个产品全部条件符合。${UPPER}`) // prettier-ignore
    }
    default:
      throw new NotFound('没有这项数据。')
  }
}

const NEEDS = '期间内提出、仍有效的需求，按今天的资料和目录，没有一个产品全部条件符合。'

/** Those of a group, of a division or of a green class; all where none is named. */
function chosen<Row extends { readonly division: string | null; readonly green: string | null }>(
  { group, by, key }: Readonly<Record<string, string>>,
  groupOf: (row: Row) => string,
) {
  return (row: Row): boolean => {
    if (group !== undefined) return groupOf(row) === group
    if (by === undefined || key === undefined) return true
    if (by === 'division') return key === UNKNOWN_VALUE ? row.division === null : row.division === key
    return isWithinClass(row.green, key === 'none' ? '' : key)
  }
}

const COLUMNS = ['企业', '师市', '绿色类别', '日期'].map((label) => ({ label, width: 24 }))
const AMOUNT = { label: '金额，万元', width: 18, num: true }

function needList(needs: readonly UnmetNeed[], masked: MaskedFigures, title: string, definition: string): List {
  return {
    ...{ title, definition, total: totalOf(needs), sample: needs.some(({ isSample }) => isSample) },
    columns: [{ label: '需求', width: 30 }, ...COLUMNS, AMOUNT, { label: '挡住它的条件', width: 36 }, { label: '差距', width: 18, num: true }], // prettier-ignore
    rows: needs.map((need): readonly TableCell[] => {
      const { blocker } = need
      const distance = blocker.why === 'condition' ? blocker.distance : null
      const unit = blocker.why === 'condition' ? blocker.kind.unit : ''
      const known = distance === null ? null : `${formatNumber(Math.round(distance * 100) / 100)} ${unit}`.trim()
      return [
        { text: need.title, sample: need.isSample },
        ...common(need, masked),
        amountCell(sumOf([need])),
        textCell(blockerLabel(blocker)),
        known === null ? { text: '不可算', num: true, value: null } : numberCell(distance, known),
      ]
    }),
  }
}

function requestList(requests: readonly UnmetRequest[], masked: MaskedFigures): List {
  return {
    title: '没有机构承接的申请',
    definition:
      '期间内提交的申请：大厅无人认领（待派单或已失效），或投向的机构全部未通过、放弃或失效；企业自己撤回的不计。',
    total: totalOf(requests),
    sample: requests.some(({ isSample }) => isSample),
    columns: [{ label: '申请', width: 24 }, ...COLUMNS, AMOUNT, { label: '原因', width: 36 }],
    rows: requests.map((row): readonly TableCell[] => [
      {
        text: row.number,
        sample: row.isSample,
        ...(!masked.bankNames.masked && { href: paths.bureauRequest({ id: row.id }) }),
      },
      ...[...common(row, masked), amountCell(sumOf([row])), textCell(reasonLabel(row.reason))],
    ]),
  }
}

const common = ({ enterpriseName, division, green, day }: UnmetNeed | UnmetRequest, { names }: MaskedFigures) => [
  ...[textCell(enterpriseName), textCell(names.nameOf('division', division)), textCell(names.nameOf('green3', green))],
  onDay(dateOf(day)),
]

function totalOf(rows: readonly { readonly amountFen: number | null }[]): string {
  return `${String(rows.length)} 笔，${amountCell(sumOf(rows)).text} 万元`.replace('未填写 万元', '金额未填写')
}
