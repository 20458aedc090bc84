import { STEP_NAMES } from '../../applications/index.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { type DrillDown, sendDrillDown, showDrillDown } from '../drill-down/drill-down.page.js'
import { exportCell, numberCell, type TableCell, textCell } from '../drill-down/table-cell.js'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf } from '../rows/day.js'
import { filterQuery } from '../filter/figure-filter.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples } from '../rows/samples.js'
import { filterText, maskedFilterBar } from '../filter/figure-filter.views.js'
import { writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { HIDDEN_NAMES, maskedFigures, type MaskedFigures } from '../filter/masked-figures.js'
import type { Raised } from './escalation-figures.js'
import { type BankRecord, PROMISED_STEPS, type PromisedStep } from './promise-figures.js'
import { type PromiseDeps, recordsFor } from './promise-records.js'
import { PROMISE_LIST_KINDS, promiseList, type PromiseListKind } from './promise-list.views.js'
import {
  combined,
  ESCALATED_COLUMNS,
  escalatedLine,
  type ListLink,
  PROMISE_COLUMNS,
  REST_COLUMNS,
  restLine,
  stepLine,
} from './promises.views.js'

const STRIP = '示例数据：本页含示例，机构名称已隐去，不代表任何真实机构的表现。'

/** `GET /bureau/promises`: what each bank promised and what it kept. */
export const showPromises =
  (deps: PromiseDeps): FiguresHandler =>
  async (figures, req, res) => {
    const masked = maskedFigures(figures, deps.sessionSecret)
    const records = await recordsFor(deps, masked)
    const sample = hasSamples(masked.filtered)
    page(res, 'statistics/promises', {
      title: '承诺台账',
      indexed: false,
      ...bureauFrame(req, 'promises'),
      ...(sample && { strip: STRIP }),
      sample,
      bar: maskedFilterBar(masked, paths.bureauPromises({})),
      note: masked.bankNames.masked ? HIDDEN_NAMES : null,
      dropped: masked.bankDropped,
      exportHref: `${paths.bureauPromisesExport({})}${filterQuery(masked.filter)}`,
      steps: PROMISED_STEPS.map((step) => stepTable(step, records, masked)),
      escalated: escalatedPart(records, masked),
      escalationsHref: paths.bureauEscalations({}),
      rest: { columns: REST_COLUMNS, rows: restRows(records, masked) },
      any: records.length > 0,
    })
  }

/** Where a number of a bank, or of all of them, leads. */
const linkTo =
  ({ filter, bankNames: { keyOf } }: MaskedFigures, bankId: string | null, step: PromisedStep | null): ListLink =>
  (kind) =>
    `${paths.bureauPromiseRows({})}${filterQuery(filter, { kind, step, as: bankId === null ? null : keyOf(bankId) })}`

function stepTable(step: PromisedStep, records: readonly BankRecord[], masked: MaskedFigures) {
  const there = records.filter((record) => record.steps[step].length + record.overdue[step].length > 0)
  const line = (name: string, record: BankRecord, bankId: string | null) => ({
    name,
    cells: stepLine(record, step, linkTo(masked, bankId, step)),
  })
  return {
    id: step,
    title: STEP_NAMES[step],
    columns: PROMISE_COLUMNS,
    rows: there.map((record) => line(masked.bankNames.nameOf(record.bankId), record, record.bankId)),
    total: line('全部机构', combined(there), null),
  }
}

/** How many escalations stand on the page itself; the rest is behind their number. */
const LISTED = 20
/** What of them the page has room for. */
const BRIEF = new Set(['申请', '机构', '环节', '督办日期', '超时限（工作日）', '银行的说明', '承诺办完', '承诺结果'])

/** Escalations by bank, and the first of them one by one: what the bank has still to explain first, then what is not done. */
function escalatedPart(records: readonly BankRecord[], masked: MaskedFigures) {
  const there = records.filter(({ escalations }) => escalations.length > 0)
  const all = combined(there)
  const turn = ({ said, escalation }: Raised) => (said.awaitsExplanation ? 0 : escalation.end === null ? 1 : 2)
  const first = all.escalations.toSorted(
    (a, b) => turn(a) - turn(b) || b.escalation.at.getTime() - a.escalation.at.getTime(),
  )
  const line = (name: string, record: BankRecord, bankId: string | null) => ({
    name,
    cells: escalatedLine(record, linkTo(masked, bankId, null)),
  })
  const { columns, rows } = promiseList('escalations', null, [{ ...all, escalations: first.slice(0, LISTED) }], masked)
  return {
    columns: ESCALATED_COLUMNS,
    rows: there.map((record) => line(masked.bankNames.nameOf(record.bankId), record, record.bankId)),
    total: line('全部机构', all, null),
    list: {
      columns: columns.filter(({ label }) => BRIEF.has(label)),
      rows: rows.map((row) => row.filter((_cell, at) => BRIEF.has(columns[at]?.label ?? ''))),
    },
    more: all.escalations.length > LISTED ? linkTo(masked, null, null)('escalations') : '',
    count: all.escalations.length,
  }
}

const restRows = (records: readonly BankRecord[], masked: MaskedFigures) =>
  [...records, ...(records.length > 0 ? [combined(records)] : [])].map((record, at) => {
    const all = at === records.length
    const link = linkTo(masked, all ? null : record.bankId, null)
    return { name: all ? '全部机构' : masked.bankNames.nameOf(record.bankId), cells: restLine(record, link) }
  })

/** `GET /bureau/promises.xlsx`: the same, one line a bank and step, then the rest. */
export const sendPromises =
  (deps: PromiseDeps): FiguresHandler =>
  async (figures, _req, res) => {
    const masked = maskedFigures(figures, deps.sessionSecret)
    if (masked.faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
    const records = await recordsFor(deps, masked)
    const { filter, names } = masked
    workbookHeaders(res, `承诺台账_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
    const invented = new Set(masked.filtered.cases.flatMap(({ bankId, isSample }) => (isSample ? [bankId] : [])))
    const nowhere: ListLink = () => ''
    const rows = records.flatMap((record): (readonly TableCell[])[] => {
      const bank = textCell(masked.bankNames.nameOf(record.bankId))
      return PROMISED_STEPS.map((step) => [bank, textCell(STEP_NAMES[step]), ...stepLine(record, step, nowhere)])
    })
    const rest = records.map((record) => {
      const bank = textCell(masked.bankNames.nameOf(record.bankId))
      const none = PROMISE_COLUMNS.map(() => numberCell(null, null))
      return [bank, textCell('其他'), ...none, ...restLine(record, nowhere), ...escalatedLine(record, nowhere)]
    })
    await writeExport(res, {
      title: '承诺台账',
      cover: [
        ['导出时间', formatInstant(masked.now())],
        ...filterText(filter, names),
        [
          '口径',
          '环节按办结日期计入期间，用时按工作日；逾期为导出时的情况；利率差为审批减初步方案，单位为基点；督办按提请日期计入期间，按时说明指一个工作日内第一次说明。',
        ],
        ...(masked.bankNames.masked ? [['机构名称', HIDDEN_NAMES] as const] : []),
      ],
      columns: ['机构', '环节', ...PROMISE_COLUMNS, ...REST_COLUMNS, ...ESCALATED_COLUMNS].map((header) => ({
        header,
        width: 18,
      })),
      rows: [...rows, ...rest].map((row) => row.map(exportCell)),
      samples: {
        over: '含示例',
        rows: [...records.flatMap((record) => PROMISED_STEPS.map(() => record)), ...records].map(({ bankId }) =>
          invented.has(bankId),
        ),
      },
    })
  }

/** `GET /bureau/promises/rows` and its workbook: what one number was counted from. */
export const showPromiseRows =
  (deps: PromiseDeps): FiguresHandler =>
  async (figures, req, res) => {
    const { behind, query } = await behindOf(deps, figures, req.query)
    showDrillDown(req, res, behind, {
      ...{ label: '工信局工作台', ...bureauFrame(req, 'promises') },
      back: { text: '承诺台账', href: `${paths.bureauPromises({})}${query({ kind: null, step: null, as: null })}` },
      exportHref: `${paths.bureauPromiseRowsExport({})}${query({})}`,
      pageHref: (to) => `${paths.bureauPromiseRows({})}${query({ page: String(to) })}`,
    })
  }

export const sendPromiseRows =
  (deps: PromiseDeps): FiguresHandler =>
  async (figures, req, res) => {
    const { behind } = await behindOf(deps, figures, req.query)
    await sendDrillDown(res, behind, figures.now())
  }

async function behindOf(
  deps: PromiseDeps,
  figures: Parameters<FiguresHandler>[0],
  { kind = 'ended', step, as }: Readonly<Record<string, unknown>>,
) {
  const masked = maskedFigures(figures, deps.sessionSecret)
  if (masked.faults.length > 0) throw new NotFound('筛选条件有误，没有可列出的内容。')
  const wanted = PROMISE_LIST_KINDS.find((one): one is PromiseListKind => one === kind)
  const of = PROMISED_STEPS.find((one) => one === step) ?? null
  const bankId = typeof as === 'string' ? masked.bankNames.bankOf(as) : null
  if (wanted === undefined || bankId === undefined) throw new NotFound('没有这项数据。')
  const records = await recordsFor(deps, masked)
  const own = bankId === null ? records : records.filter((record) => record.bankId === bankId)
  const { title, definition, columns, rows } = promiseList(wanted, of, own, masked)
  const sent = { kind: wanted, step: of, as: typeof as === 'string' ? as : null }
  const behind: DrillDown = {
    ...{ title, definition, columns, rows, total: `${String(rows.length)} 项` },
    asked: [
      ...filterText(masked.filter, masked.names),
      ...(bankId === null ? [] : [['机构', masked.bankNames.nameOf(bankId)] as const]),
    ],
    note: masked.bankNames.masked ? HIDDEN_NAMES : null,
    sample: hasSamples(masked.filtered),
  }
  return {
    behind,
    query: (changes: Readonly<Record<string, string | null>>) => filterQuery(masked.filter, { ...sent, ...changes }),
  }
}
