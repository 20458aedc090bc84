import type { Request, Response } from 'express'
import { chinaDay } from '../../kernel/dates.js'
import { wanFromFen } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { bureauFrame } from '../../bureau-frame.js'
import type { PublicFigure } from '../../public-figures/index.js'
import { type ExportBook, headingOf, writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import {
  LIST_TITLES,
  type ListId,
  NOT_KNOWN,
  type ProjectQuery,
  readProjectQuery,
  selectProjects,
} from '../rules/project-filter.js'
import { ownersOf, tallyOf } from '../rules/project-totals.js'
import type { ProjectColumn } from '../rules/project-table.js'
import { type Project, stages } from '../rules/project.js'
import {
  greenText,
  ownerRows,
  type ProjectReference,
  projectRow,
  reportedTotals,
  tallyView,
  totalsView,
} from './projects.views.js'
import type { ProjectListsService } from '../project-lists.service.js'

const SIZE = 20

/** What the pages of the pipeline work with. */
export type ProjectListPageDeps = {
  readonly projectLists: ProjectListsService
  readonly reference: ProjectReference
  readonly publicFigures: () => Promise<readonly PublicFigure[]>
}

/** `GET /bureau/pipeline`: the lists, filtered by the address, with their totals and the reported frame beside them. */
export const showProjectLists = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  const { projectLists: pipeline, reference } = pages
  const [all, figures] = await Promise.all([pipeline.all(), pages.publicFigures()])
  const { query, projects } = selectedProjects(all, req, reference)
  const number = pageNumberIn(req.query.page)
  const from = (number - 1) * SIZE
  const owners = query.list === 'owners' ? ownerRows(projects, query) : []
  const total = query.list === 'owners' ? owners.length : projects.length
  const shown = (other: Partial<ProjectQuery>) => paths.pipeline({}, { ...query, ...other })
  page(res, 'project-lists/pipeline', {
    title: '三张清单',
    indexed: false,
    ...bureauFrame(req, 'pipeline'),
    ...(query.data === 'sample' && projects.length > 0 && { strip: '示例数据：这里的企业和项目都是示例，不代表任何真实企业。' }),
    action: paths.pipeline({}),
    query,
    sample: query.data === 'sample',
    // Offered only where there are both: real projects and samples are never shown together.
    other: [false, true].every((isSample) => all.some((one) => one.isSample === isSample))
      ? { text: query.data === 'real' ? '看示例数据' : '看正式数据', href: shown({ data: query.data === 'real' ? 'sample' : 'real' }) }
      : null,
    lists: (Object.keys(LIST_TITLES) as ListId[]).map((id) => ({ text: LIST_TITLES[id], href: shown({ list: id }), current: id === query.list })),
    listTitle: LIST_TITLES[query.list],
    divisions: [...reference.divisions.map(({ division, name }) => ({ value: division, text: name })), notKnown('未填写')],
    stages,
    classes: [...reference.greenClasses.top.map(({ code, name }) => ({ value: code, text: `${code} ${name}` })), notKnown('未归类')],
    filtered: [query.division, query.stage, query.class, query.q].some((value) => value !== ''),
    clearHref: paths.pipeline({}, { list: query.list, data: query.data }),
    reported: reportedTotals(figures),
    totals: totalsView(projects, query, reference),
    total,
    owners: owners.slice(from, from + SIZE),
    rows: query.list === 'owners' ? [] : projects.slice(from, from + SIZE).map((one) => projectRow(one, reference)),
    pages: pagesOf(number, SIZE, total, (one) => paths.pipeline({}, { ...query, page: one })),
    empty: all.length === 0,
    importHref: paths.pipelineImports({}),
    newHref: paths.pipelineNewProject({}),
    exportHref: paths.pipelineExport({}, query) }) // prettier-ignore
}

const notKnown = (text: string) => ({ value: NOT_KNOWN, text })

function selectedProjects(all: readonly Project[], req: Request, reference: ProjectReference) {
  const query = readProjectQuery(
    req.query,
    reference,
    all.some(({ isSample }) => !isSample),
  )
  const projects = selectProjects(all, query)
  const byGap = (a: Project, b: Project) => (b.gapFen ?? 0) - (a.gapFen ?? 0)
  return { query, projects: query.list === 'financing' ? [...projects].sort(byGap) : projects }
}

/** `GET /bureau/pipeline/projects.xlsx`: what the filters leave, with the filter and the definitions on a cover. */
export const exportProjectLists = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  const { projectLists: pipeline, reference } = pages
  const { query, projects } = selectedProjects(await pipeline.all(), req, reference)
  const today = chinaDay(pipeline.now())
  workbookHeaders(res, `${LIST_TITLES[query.list]}_${today}.xlsx`)
  await writeExport(res, {
    title: LIST_TITLES[query.list],
    cover: [
      ['导出时间', formatInstant(pipeline.now())],
      ['筛选', filterText(query, reference)],
      ['数据', query.data === 'sample' ? '示例数据，不代表任何真实企业' : '正式数据'],
      ...coverOf(projects),
    ],
    ...(query.list === 'owners' ? ownerSheet(projects) : projectSheet(projects, pages)),
  })
}

function coverOf(projects: readonly Project[]): readonly (readonly [string, string])[] {
  const { projects: count, owners, investment, gap, saving } = tallyView(tallyOf(projects))
  const said = (unknown: number) => (unknown === 0 ? '' : `，另有 ${unknown} 个项目未填写`)
  return [
    ['合计', `${count} 个项目，${owners} 家企业`],
    ['总投资', `${investment.exact || '未填写'}${said(investment.unknown)}`],
    ['资金缺口', `${gap.exact || '未填写'}${said(gap.unknown)}`],
    ['年节能量', `${saving.exact || '未填写'}${said(saving.unknown)}`],
    ['口径', '合计只加填写了的项目，空白是未填写而不是 0；企业按信用代码（没有的按名称）计，一家只计一次。与外部报送的数字分开，不相加。'],
  ] // prettier-ignore
}

const AMOUNT = '#,##0.00####'
const wanOrNull = (fen: number | null) => (fen === null ? null : wanFromFen(fen))

function projectSheet(
  projects: readonly Project[],
  { projectLists: pipeline, reference }: ProjectListPageDeps,
): Pick<ExportBook, 'columns' | 'rows' | 'samples'> {
  const { columns } = pipeline.table
  const cells = (one: Project): Readonly<Record<ProjectColumn, string | number | null>> => ({
    ...{ title: one.title, owner: one.owner, creditCode: one.creditCode, division: one.division, stage: one.stage },
    ...{ investment: wanOrNull(one.investmentFen), gap: wanOrNull(one.gapFen), saving: one.savingTce },
    ...{ green: one.greenCode === null ? null : greenText(one.greenCode, reference), source: one.source },
  })
  return {
    columns: [
      ...columns.map((column) => ({ header: headingOf(column), width: column.width, ...(column.unit && { numFmt: AMOUNT }) })),
      { header: '转为需求', width: 16 },
    ],
    rows: projects.map((one) => [
      ...columns.map(({ id }) => cells(one)[id]),
      one.need ? chinaDay(one.need.at) : null,
    ]),
    samples: { over: '示例', rows: projects.map(({ isSample }) => isSample) } } // prettier-ignore
}

function ownerSheet(projects: readonly Project[]): Pick<ExportBook, 'columns' | 'rows' | 'samples'> {
  const owners = ownersOf(projects)
  const sums = ['总投资（万元）', '资金缺口（万元）', '年节能量（吨标准煤）']
  return {
    columns: [
      ...['企业名称', '统一社会信用代码', '师市'].map((header) => ({ header, width: 28 })),
      { header: '项目数', width: 10 },
      ...sums.map((header) => ({ header, width: 20, numFmt: AMOUNT })),
    ],
    rows: owners.map((one) => [
      ...[one.owner, one.creditCode, one.division, one.projects],
      ...[one.investmentFen, one.gapFen].map(({ sum, known }) => (known === 0 ? null : wanFromFen(sum))),
      one.savingTce.known === 0 ? null : one.savingTce.sum,
    ]),
    samples: { over: '示例', rows: owners.map(({ isSample }) => isSample) },
  }
}

function filterText(query: ProjectQuery, { greenClasses }: ProjectReference): string {
  const words = (value: string, name = value) => (value === NOT_KNOWN ? '未填写' : name)
  const parts = [
    query.division && `师市：${words(query.division)}`,
    query.stage && `阶段：${query.stage}`,
    query.class && `绿色类别：${words(query.class, greenClasses.find(query.class)?.name)}`,
    query.q && `文字：${query.q}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '全部' : parts.join('；')
}
