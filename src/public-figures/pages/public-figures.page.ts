import type { Request, Response } from 'express'
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { bureauFrame } from '../../bureau-frame.js'
import { headingOf, readRowForm, rowFields, type RowForm, writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { BOUNDS, type FigureColumn, figureTable, writtenUnits } from '../rules/figure-table.js'
import { figureKind, inListOrder, type PublicFigure, type StoredFigure } from '../rules/public-figure.js'
import { periodText } from '../rules/figure-period.js'
import type { PublicFiguresService } from '../public-figures.service.js'
import { actorOf } from '../../kernel/actor.js'

const ORIGINS = { founding: '随平台提供', import: '导入', hand: '录入' } as const

/** `GET /bureau/reported`: every figure from outside, by period. */
export const showPublicFigures = (reported: PublicFiguresService) => async (req: Request, res: Response) => {
  const figures = inListOrder(await reported.all())
  const groups = new Map<string, PublicFigure[]>()
  for (const figure of figures) {
    const period = periodText(figure.period)
    groups.set(period, [...(groups.get(period) ?? []), figure])
  }
  page(res, 'public-figures/reported', {
    title: '外部报送数据',
    indexed: false,
    ...bureauFrame(req, 'reported'),
    count: figures.length,
    groups: [...groups].map(([period, own]) => ({ period, rows: own.map(rowOf) })),
    importHref: paths.reportedImports({}),
    newHref: paths.reportedNewFigure({}),
    exportHref: paths.reportedExport({}),
  })
}

function rowOf(figure: PublicFigure) {
  const { value, sourceTitle, sourceDate, sourceUrl, origin } = figure
  return {
    href: paths.reportedFigure({ id: figure.id }),
    label: figureKind(figure.kind).label,
    value: value.text(),
    source: sourceTitle,
    sourceUrl,
    sourceDate: sourceDate === null ? '日期未注明' : formatDate(sourceDate),
    origin: ORIGINS[origin],
  }
}

/** `GET /bureau/reported/figures.xlsx`: all of them, with a cover that says what they are not. */
export const exportPublicFigures = (reported: PublicFiguresService) => async (_req: Request, res: Response) => {
  const today = chinaDay(reported.now())
  const figures = inListOrder(await reported.all())
  workbookHeaders(res, `外部报送数据_${today}.xlsx`)
  await writeExport(res, {
    title: figureTable.title,
    cover: [
      ['导出时间', formatInstant(reported.now())],
      ['条数', `${figures.length} 条`],
      ['口径', '来自平台以外的报告，每条带来源；与平台逐笔计算的数字分开列示，不能相加。口径为“超过”的只知道下限。'],
    ],
    columns: figureTable.columns.map((column) => ({ header: headingOf(column), width: column.width })),
    rows: figures.map((figure) => figureTable.columns.map(({ id }) => cellOf(figure, id))),
  })
}

/** `GET /bureau/reported/figures/new` */
export const newFigure = (req: Request, res: Response): void => figureForm(req, res, null, null)

/** `POST /bureau/reported/figures` */
export const addFigure = (reported: PublicFiguresService) => async (req: Request, res: Response) => {
  const form = readRowForm(figureTable, req.body, reported.now())
  const added = form.ok ? await reported.add(form.row, actorOf(currentUser(req))) : null
  if (added?.ok) res.redirect(303, paths.reported({}))
  else figureForm(req, res, null, form, added?.error)
}

/** `GET /bureau/reported/figures/:id` */
export const editFigure = (reported: PublicFiguresService) => async (req: Request, res: Response) => {
  figureForm(req, res, await reported.get(idParam(req)), null)
}

/** `POST /bureau/reported/figures/:id` */
export const changeFigure = (reported: PublicFiguresService) => async (req: Request, res: Response) => {
  const figure = await reported.get(idParam(req))
  const form = readRowForm(figureTable, req.body, reported.now())
  const changed = form.ok ? await reported.change(figure.id, form.version, form.row, actorOf(currentUser(req))) : null
  if (changed?.ok) res.redirect(303, paths.reported({}))
  else figureForm(req, res, figure, form, changed?.error)
}

/** `POST /bureau/reported/figures/:id/withdrawal` */
export const withdrawFigure = (reported: PublicFiguresService) => async (req: Request, res: Response) => {
  await reported.withdraw(idParam(req), actorOf(currentUser(req)))
  res.redirect(303, paths.reported({}))
}

function figureForm(
  req: Request,
  res: Response,
  figure: PublicFigure | null,
  form: RowForm<StoredFigure> | null,
  refusal?: string,
): void {
  const { fields, faults } = rowFields(figureTable, (id) => String((figure && cellOf(figure, id)) ?? ''), form, refusal)
  if (faults.length > 0) res.status(422)
  page(res, 'spreadsheets/row-form', {
    title: figure === null ? '录入一个数字' : `修改：${figureKind(figure.kind).label}`,
    indexed: false,
    csrf: csrfToken(req),
    ...bureauFrame(req, 'reported'),
    listHref: paths.reported({}),
    listTitle: '外部报送数据',
    lead: '只录入别人报告过、写得出来源的数字。它与平台计算的数字并排列示，从不相加。',
    isSample: false,
    note: figure && `${ORIGINS[figure.origin]}，${formatInstant(figure.changedAt)} 更新`,
    version: form?.version ?? figure?.version ?? 0,
    faults,
    fields,
    action: figure === null ? paths.reportedFigures({}) : paths.reportedFigure({ id: figure.id }),
    removal: figure && {
      action: paths.reportedWithdrawal({ id: figure.id }),
      summary: '撤回这个数字',
      text: '撤回后各页不再列示；记录保留，可以在操作记录中查到。',
      button: '确认撤回',
    },
  })
}

/** What stands in a column, as a form and a workbook write it: the unit is the largest in which the number is short. */
function cellOf({ kind, period, value, sourceTitle, sourceDate, sourceUrl }: PublicFigure, id: FigureColumn) {
  const { number, unit } = value.parts()
  const cells: Readonly<Record<FigureColumn, string | number | null>> = {
    kind: figureKind(kind).label,
    period: period === null ? null : periodText(period),
    value: Number(number.replaceAll(',', '')),
    unit: writtenUnits.includes(unit) ? unit : null,
    bound: Object.entries(BOUNDS).find(([, bound]) => bound === value.bound)?.[0] ?? null,
    source: sourceTitle,
    sourceDate,
    url: sourceUrl,
  }
  return cells[id]
}
