import { paths } from '../../paths.js'
import { fault } from '../../web/form.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { sendDrillDown, showDrillDown } from '../drill-down/drill-down.page.js'
import { exportCell, type TableCell } from '../drill-down/table-cell.js'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf } from '../rows/day.js'
import { filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { filterText, maskedFilterBar } from '../filter/figure-filter.views.js'
import { HIDDEN_NAMES, maskedFigures } from '../filter/masked-figures.js'
import { writeExport, type ExportCell } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { changeOptions, readChange } from './threshold-change.js'
import { unmetDemand, type UnmetDeps } from './unmet-demand.js'
import { unmetList } from './unmet-list.views.js'
import { blockerGroups, sumOf } from './unmet-needs.js'
import {
  amountCell,
  BLOCKER_COLUMNS,
  blockerLine,
  REASON_COLUMNS,
  reasonLines,
  SPLIT_COLUMNS,
  splitLines,
  triedLine,
  UNLOCK_COLUMNS,
  unlockLines,
  type UnmetLine,
} from './unmet-demand.views.js'

/** `GET /bureau/unmet`: demand that found no product or no bank, what excludes it, and what one change would open. */
export const showUnmet =
  (deps: UnmetDeps): FiguresHandler =>
  async (figures, req, res) => {
    const masked = maskedFigures(figures, deps.sessionSecret)
    const unmet = await unmetDemand(deps, masked)
    const groups = blockerGroups(unmet.compiled, unmet.unmet)
    const options = changeOptions(groups)
    const { change, faults, rule, bound } = readChange(req.query, options)
    if (faults.length > 0) res.status(422)
    const tables = tablesOf(unmet, groups, masked)
    const bar = maskedFilterBar(masked, paths.bureauUnmet({}))
    page(res, 'statistics/unmet', {
      title: '未满足需求',
      indexed: false,
      ...bureauFrame(req, 'unmet'),
      ...(unmet.sample && { strip: '示例数据：标有“示例”的部分不代表真实业务。' }),
      sample: unmet.sample,
      bar: { ...bar, faults: [...bar.faults, ...faults.map(({ field, message }) => fault(field, message))] },
      note: masked.bankNames.masked ? '数据中含示例，不能按机构名称筛选，申请明细也不进入申请。' : null,
      dropped: masked.bankDropped,
      exportHref: `${paths.bureauUnmetExport({})}${filterQuery(masked.filter)}`,
      needs: { all: unmet.needs, count: unmet.unmet.length, amount: amountCell(sumOf(unmet.unmet)).text },
      requests: { count: unmet.requests.length, amount: amountCell(sumOf(unmet.requests)).text },
      tables,
      trial: {
        ...{ options, rule, bound, hidden: Object.entries(masked.filter.sent) },
        action: paths.bureauUnmet({}),
        answer: change === null ? null : triedLine(change, rule, unmet, masked),
      },
    })
  }

type Unmet = Awaited<ReturnType<typeof unmetDemand>>

function tablesOf(unmet: Unmet, groups: ReturnType<typeof blockerGroups>, masked: ReturnType<typeof maskedFigures>) {
  const table = (id: string, title: string, head: string, columns: readonly string[], rows: readonly UnmetLine[], empty: string) => ({ id, title, head, columns, rows, empty }) // prettier-ignore
  return [
    table('blockers', '挡住需求的条件', '条件', BLOCKER_COLUMNS, groups.map((group) => blockerLine(group, masked)), '所有需求都至少有一个产品符合。'), // prettier-ignore
    table('unlock', '只改一项，最多能解锁多少', '改动', UNLOCK_COLUMNS, unmet.unmet.length === 0 ? [] : unlockLines(unmet, groups, masked), '没有需要解锁的需求。'), // prettier-ignore
    table('reasons', '没有机构承接的申请', '原因', REASON_COLUMNS, reasonLines(unmet, masked), '没有这样的申请。'),
    table('division', '按师市', '师市', SPLIT_COLUMNS, splitLines('division', unmet, masked), '没有未满足的需求。'),
    table('green', '按绿色类别', '绿色类别', SPLIT_COLUMNS, splitLines('green', unmet, masked), '没有未满足的需求。'),
  ]
}

/** `GET /bureau/unmet.xlsx`: the tables of the page below each other, each line with the name of its table. */
export const sendUnmet =
  (deps: UnmetDeps): FiguresHandler =>
  async (figures, _req, res) => {
    const masked = checked(figures, deps)
    const unmet = await unmetDemand(deps, masked)
    const { filter, names } = masked
    const lines = tablesOf(unmet, blockerGroups(unmet.compiled, unmet.unmet), masked).flatMap(
      ({ title, columns, rows }) => rows.map((row) => ({ ...row, title, columns })),
    )
    workbookHeaders(res, `未满足需求_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
    await writeExport(res, {
      title: '未满足需求',
      cover: [
        ['导出时间', formatInstant(masked.now())],
        ...filterText(filter, names),
        [
          '口径',
          '需求：期间内提出、仍有效，按今天的资料和目录没有产品全部条件符合。申请：期间内提交，现在没有机构承接。两者不相加。',
        ],
        ['解锁', '上界：只按产品公布的条件重算，机构实际审批还会看别的。'],
        ...(masked.bankNames.masked ? [['机构名称', HIDDEN_NAMES] as const] : []),
      ],
      columns: ['表', '名称', '列一', '列二', '列三', '列四', '各列含义'].map((header) => ({ header, width: 24 })),
      rows: lines.map(({ title, name, cells, columns }) => [
        ...[title, name],
        ...[0, 1, 2, 3].map((at) => cellOf(cells[at], columns[at])),
        columns.join('；'),
      ]),
      samples: { over: '含示例', rows: lines.map(({ sample }) => sample) },
    })
  }

/** Amounts keep their two decimals, also where they are whole: the columns of this sheet hold several kinds of figures. */
function cellOf(cell: TableCell | undefined, heading = ''): ExportCell {
  const value = cell === undefined ? null : exportCell(cell)
  return typeof value === 'number' && heading.includes('金额') ? { number: value, numFmt: '#,##0.00' } : value
}

function checked(figures: FiguresContext, { sessionSecret }: UnmetDeps) {
  const masked = maskedFigures(figures, sessionSecret)
  if (masked.faults.length > 0) throw new NotFound('筛选条件有误，没有可列出的内容。')
  return masked
}

/** `GET /bureau/unmet/rows` and its workbook: the needs or requests that one number was counted from. */
export const showUnmetRows =
  (deps: UnmetDeps): FiguresHandler =>
  async (figures, req, res) => {
    const masked = checked(figures, deps)
    const { behind, sent } = unmetList(await unmetDemand(deps, masked), masked, req.query)
    showDrillDown(req, res, behind, {
      ...{ label: '工信局工作台', ...bureauFrame(req, 'unmet') },
      back: { text: '未满足需求', href: `${paths.bureauUnmet({})}${filterQuery(masked.filter)}` },
      exportHref: `${paths.bureauUnmetRowsExport({})}${filterQuery(masked.filter, sent)}`,
      pageHref: (number) =>
        `${paths.bureauUnmetRows({})}${filterQuery(masked.filter, { ...sent, page: String(number) })}`,
    })
  }

export const sendUnmetRows =
  (deps: UnmetDeps): FiguresHandler =>
  async (figures, req, res) => {
    const masked = checked(figures, deps)
    await sendDrillDown(res, unmetList(await unmetDemand(deps, masked), masked, req.query).behind, figures.now())
  }
