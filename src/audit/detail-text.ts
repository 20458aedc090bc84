import { formatDate, isLawDate } from '../kernel/dates.js'
import { formatYuan } from '../kernel/money.js'
import { groupDigits, twoDecimals } from '../kernel/text.js'
import { formatInstant } from '../kernel/format-instant.js'

/** The labels of detail fields. Fields without a label (ids, hashes) appear in the raw record only. */
const LABELS: Readonly<Record<string, string>> = {
  active: '仍在职', added: '新增', amountAtStakeFen: '涉及金额', amountFen: '金额', answers: '答复项数', asOf: '截至',
  atFen: '金额', changed: '修改', channel: '渠道', claims: '认领数', cleared: '清空', closedOn: '结清日期', closesAt: '截止时间',
  code: '代码', contractNumber: '合同编号', count: '条数', drawnFen: '已投放', dueOn: '时限', ended: '退出的登录数', fact: '事项',
  facts: '事项', files: '文件数', from: '从', fromFen: '原为', given: '给出名额', how: '方式', interestFen: '利息', isSample: '示例',
  items: '补充项数', kept: '保留其他申请', kind: '种类', madeOn: '投放日期', members: '成员行数', months: '期限', number: '编号', on: '日期',
  organisation: '单位', otherFen: '其他费用', paidOn: '还款日期', plannedOn: '走访日期', points: '得分', prepaidFen: '提前还本',
  principalFen: '本金', promisedOn: '承诺日期', rank: '名次', rateBp: '年利率', read: '读取行数', reason: '原因', refused: '未通过行数',
  register: '名录', renamed: '改了名称', requests: '申请数', role: '角色', rows: '行数', same: '没有变化', scope: '范围', section: '部分',
  since: '起算日期', sizeBytes: '文件大小', step: '环节', terms: '方案', thresholdFen: '双人审批门槛', to: '到', toFen: '改为',
  totalFen: '总金额', upheld: '异议成立', version: '版本', year: '年度',
} // prettier-ignore

/** The name of a code in a field; null when it is no code, or has no name. */
export type CodeName = (field: string, code: string, subjectKind: string) => string | null

/** One field of a detail, as the page shows it. */
export type DetailLine = { readonly label: string; readonly text: string }

/** The fields of a detail that have a label; the raw record shows the others. */
export function detailLines(detail: string, subjectKind: string, codeName: CodeName): readonly DetailLine[] {
  const fields: unknown = JSON.parse(detail)
  if (typeof fields !== 'object' || fields === null) return []
  return Object.entries(fields).flatMap(([field, value]) => {
    const label = LABELS[field]
    const text = label === undefined ? null : textOf(field, value, (code) => codeName(field, code, subjectKind))
    return label === undefined || text === null ? [] : [{ label, text }]
  })
}

function textOf(field: string, value: unknown, named: (code: string) => string | null): string | null {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return numberText(field, value)
  if (typeof value === 'string') return named(value) ?? stringText(value)
  if (Array.isArray(value)) {
    const texts = value.flatMap((one: unknown) => (typeof one === 'string' ? [named(one) ?? one] : []))
    return texts.length === value.length && texts.length > 0 ? texts.join('、') : null
  }
  return null
}

function numberText(field: string, value: number): string {
  if (field.endsWith('Fen')) return formatYuan(value)
  if (field.endsWith('Bp')) return `${twoDecimals(value / 100)}%`
  if (field === 'months') return `${String(value)} 个月`
  if (field === 'year') return `${String(value)}年`
  return field === 'sizeBytes' ? `${groupDigits(value / 1024, 1)} KB` : groupDigits(value, 2)
}

function stringText(text: string): string | null {
  if (text === '') return null
  if (isLawDate(text)) return formatDate(text)
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatInstant(new Date(text)) : text
}
