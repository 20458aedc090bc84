import { STEP_NAMES, STATE_NAMES } from '../../applications/index.js'
import { paths } from '../../paths.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { numberCell, textCell, type TableCell } from '../drill-down/table-cell.js'
import type { CaseRow } from '../rows/row-types.js'
import { ESCALATION_KINDS, isOf, type Raised } from './escalation-figures.js'
import { ESCALATION_COLUMNS, ESCALATION_LISTS, escalationCells } from './escalation-rows.js'
import { dayText, daysText, bpText } from '../figures/figure-text.js'
import {
  DISPATCH_KINDS,
  PROMISED_STEPS,
  RATE_KINDS,
  dispatchesOf,
  ratesOf,
  type BankRecord,
  type PromisedStep,
  type DispatchKind,
  type RateKind,
} from './promise-figures.js'
import type { MaskedFigures } from '../filter/masked-figures.js'

/** What a number of the ledger may be asked for. */
export const PROMISE_LIST_KINDS = [
  'ended',
  'kept',
  'overdue',
  'released',
  ...RATE_KINDS,
  ...DISPATCH_KINDS,
  ...ESCALATION_KINDS,
] as const
export type PromiseListKind = (typeof PROMISE_LIST_KINDS)[number]

export type PromiseList = {
  readonly title: string
  readonly definition: string
  readonly columns: readonly { readonly label: string; readonly width: number; readonly num?: boolean }[]
  readonly rows: readonly (readonly TableCell[])[]
}

/** A row of the list with the application it is about. */
type Line = { readonly bankId: string; readonly row: CaseRow | undefined; readonly more: readonly TableCell[] }

const SUBJECT = [
  { label: '申请', width: 24 },
  { label: '企业', width: 30 },
  { label: '机构', width: 28 },
  { label: '师市', width: 20 },
]

/** The rows behind one number. @param step which step; told apart only by kinds that are about one */
export function promiseList(
  kind: PromiseListKind,
  step: PromisedStep | null,
  records: readonly BankRecord[],
  judged: MaskedFigures,
): PromiseList {
  const steps = step === null ? PROMISED_STEPS : [step]
  const name = step === null ? '承诺环节' : STEP_NAMES[step]
  const byId = new Map(judged.filtered.cases.map((row) => [row.id, row]))
  const of = (more: readonly string[], lines: readonly Line[]): Pick<PromiseList, 'columns' | 'rows'> => ({
    columns: [...SUBJECT, ...more.map((label) => ({ label, width: 20 }))],
    rows: lines.map((line) => [...subjectCells(line, judged), ...line.more]),
  })
  const ofRest = ({ title, definition, columns, lines }: RestList): PromiseList => ({
    ...{ title, definition },
    ...of(columns, lines.map(({ row, more }) => ({ bankId: row.bankId, row, more }))), // prettier-ignore
  })
  switch (kind) {
    case 'ended':
    case 'kept': {
      const taken = records
        .flatMap((record) => steps.flatMap((one) => record.steps[one]))
        .filter(({ step: { onTime } }) => kind === 'ended' || onTime)
      return {
        title: kind === 'kept' ? `${name}：按时办结` : `${name}：已办结`,
        definition: '期间内办结的环节；用时按工作日，等企业补充的时间不计。',
        ...of(
          ['环节', '办结日期', '用时（工作日）', '是否按时'],
          taken.map(({ row, step: { name: of, day, days, onTime } }) => ({
            ...{ bankId: row.bankId, row },
            more: [
              textCell(STEP_NAMES[of]),
              textCell(dayText(day)),
              numberCell(days, daysText(days)),
              textCell(onTime ? '按时' : '超时'),
            ],
          })),
        ),
      }
    }
    case 'overdue':
      return {
        title: step === null ? '银行逾期未办的环节' : `${name}：现在逾期`,
        definition: '到此刻时限已过、仍未办的环节；与所选期间无关。',
        ...of(
          ['环节', '时限'],
          records
            .flatMap((record) => steps.flatMap((one) => record.overdue[one]))
            .map((row) => ({
              ...{ bankId: row.bankId, row },
              more: row.due ? [textCell(STEP_NAMES[row.due.step]), textCell(formatInstant(new Date(row.due.at)))] : [],
            })),
        ),
      }
    case 'released':
      return {
        title: '释放的名额',
        definition: '期间内放弃的、或因超过首次联系时限被收回的名额。',
        ...of(
          ['日期', '原因'],
          records.flatMap(({ bankId, released }) =>
            released.map(({ applicationId, day, cause }) => ({
              ...{ bankId, row: byId.get(applicationId) },
              more: [textCell(dayText(day)), textCell(cause === 'limit' ? '超过首次联系时限' : '银行放弃')],
            })),
          ),
        ),
      }
    case 'gaps':
    case 'gap-raised':
      return ofRest(rateList(kind, records))
    case 'dispatched':
    case 'dispatch-claimed':
    case 'dispatch-approved':
      return ofRest(dispatchList(kind, records))
    default: {
      const [title, definition] = ESCALATION_LISTS[kind]
      const now = judged.now()
      const raised = records.flatMap(({ escalations }) => escalations.filter((one) => isOf(kind, one)))
      const line = (one: Raised): Line => {
        const { applicationId, bankId } = one.escalation
        const row = byId.get(applicationId)
        const hidden = judged.bankNames.masked && row?.isSample !== true
        return { bankId, row, more: escalationCells(one, row, now, hidden) }
      }
      return { title, definition, ...of(ESCALATION_COLUMNS, raised.map(line)) }
    }
  }
}

/** Where names are hidden, so is whatever leads to them: the number, the enterprise and the way to the application. */
function subjectCells(
  { bankId, row }: Line,
  { bankNames: { masked, nameOf }, names }: MaskedFigures,
): readonly TableCell[] {
  const division = row === undefined ? '无' : names.nameOf('division', row.division)
  const sample = row?.isSample === true
  if (masked || row === undefined) {
    const hidden = masked ? '编号已隐去' : '申请已不在'
    return [
      { text: hidden, sample },
      textCell(masked ? '企业已隐去' : '无'),
      textCell(nameOf(bankId)),
      textCell(division),
    ]
  }
  return [
    { text: row.number, href: paths.bureauApplication({ id: row.id }), sample },
    ...[textCell(row.enterpriseName), textCell(nameOf(bankId)), textCell(division)],
  ]
}

/** A list of applications: what stands beside each of them. */
export type RestList = {
  readonly title: string
  readonly definition: string
  readonly columns: readonly string[]
  readonly lines: readonly { readonly row: CaseRow; readonly more: readonly TableCell[] }[]
}

const RATE_LISTS: Readonly<Record<RateKind, readonly [title: string, definition: string]>> = {
  gaps: ['审批利率与初步方案之差', '期间内审批通过、此前给过初步方案的申请：审批年利率减去最后一次初步方案的年利率。'],
  'gap-raised': [
    '审批利率高于初步方案',
    '期间内审批通过、此前给过初步方案的申请中，审批年利率高于最后一次初步方案的。',
  ],
}

const DISPATCH_LISTS: Readonly<Record<DispatchKind, readonly [title: string, definition: string]>> = {
  dispatched: ['工信局派单', '期间内由工信局派给机构的申请，和它现在的状态。'],
  'dispatch-claimed': ['工信局派单：已受理', '期间内由工信局派给机构、到此刻机构已经受理的申请。'],
  'dispatch-approved': ['工信局派单：已通过', '期间内由工信局派给机构、到此刻机构已经审批通过的申请。'],
}

/** The decisions that a number of rates counts. */
export function rateList(kind: RateKind, records: readonly BankRecord[]): RestList {
  const [title, definition] = RATE_LISTS[kind]
  const rows = records.flatMap((record) => ratesOf(kind, record))
  return {
    ...{ title, definition, columns: ['审批日期', '利率差（基点）'] },
    lines: rows.map((row) => ({
      row,
      more: [textCell(dayText(row.approvedDay)), numberCell(row.rateGapBp, bpText(row.rateGapBp))],
    })),
  }
}

/** The applications that a number of dispatches counts. */
export function dispatchList(kind: DispatchKind, records: readonly BankRecord[]): RestList {
  const [title, definition] = DISPATCH_LISTS[kind]
  const rows = records.flatMap((record) => dispatchesOf(kind, record))
  return {
    ...{ title, definition, columns: ['派单日期', '受理日期', '审批通过日期', '现在状态'] },
    lines: rows.map((row) => ({
      row,
      more: [
        ...[row.day, row.claimedDay, row.approvedDay].map((day) => textCell(dayText(day))),
        textCell(STATE_NAMES[row.state]),
      ],
    })),
  }
}
