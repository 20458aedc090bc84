import { formatDate, chinaDay } from '../../kernel/dates.js'
import { formatExactWan, formatWan, wanFromFen } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import type { Reference } from '../../reference/index.js'
import { latestFigure } from '../../public-figures/index.js'
import type { FigureKind, PublicFigure } from '../../public-figures/index.js'
import { periodText } from '../../public-figures/index.js'
import {
  groupsOf,
  ownersOf,
  tallyOf,
  type Dimension,
  type Group,
  type Summed,
  type Tally,
} from '../rules/project-totals.js'
import { NOT_KNOWN, type ProjectQuery } from '../rules/project-filter.js'
import { stages, type Project } from '../rules/project.js'

export type ProjectReference = Pick<Reference, 'divisions' | 'greenClasses'>

/** Tonnes of standard coal a year as a large figure: `1,250 吨标准煤`, from ten thousand on `50.7 万吨标准煤`. */
export function tceText(tonnes: number): string {
  return tonnes >= 10_000 ? `${groupDigits(tonnes / 10_000, 2)} 万吨标准煤` : exactTce(tonnes)
}

const exactTce = (tonnes: number) => `${groupDigits(tonnes, 2)} 吨标准煤`

/** An amount in a column whose head names the unit: 万元 or 吨标准煤. */
export type CellView = { readonly text: string; readonly known: boolean }
const NOT_STATED: CellView = { text: '未填写', known: false }
const wanCell = (fen: number | null): CellView =>
  fen === null ? NOT_STATED : { text: groupDigits(wanFromFen(fen), 6), known: true }
const tceCell = (tonnes: number | null): CellView =>
  tonnes === null ? NOT_STATED : { text: groupDigits(tonnes, 2), known: true }

/** A sum as a large figure with a small unit, exactly, and for a column; with how many did not say. */
export type SumView = CellView & {
  readonly number: string
  readonly unit: string
  readonly exact: string
  readonly unknown: number
}

function sumView({ sum, known, unknown }: Summed, cell: typeof wanCell, large: string, exact: string): SumView {
  if (known === 0) return { ...NOT_STATED, number: NOT_STATED.text, unit: '', exact: '', unknown }
  const [number = '', unit = ''] = large.split(' ')
  return { ...cell(sum), number, unit, exact, unknown }
}
const fenSum = (summed: Summed) => {
  const wan = wanFromFen(summed.sum)
  return sumView(summed, wanCell, formatWan(wan), formatExactWan(wan))
}
const tceSum = (summed: Summed) => sumView(summed, tceCell, tceText(summed.sum), exactTce(summed.sum))

/** The figures of some projects, as a row of a table or the head of the page shows them. */
export function tallyView({ projects, owners, investmentFen, gapFen, savingTce }: Tally) {
  const [investment, gap, saving] = [fenSum(investmentFen), fenSum(gapFen), tceSum(savingTce)]
  return { projects, owners, investment, gap, saving }
}

export const greenText = (code: string | null, { greenClasses }: ProjectReference): string =>
  code === null ? '未填写' : `${code} ${greenClasses.find(code)?.name ?? ''}`.trim()

/** One project in a list of the bureau. */
export function projectRow(project: Project, known: ProjectReference) {
  return {
    href: paths.pipelineProject({ id: project.id }),
    title: project.title,
    owner: project.owner,
    isSample: project.isSample,
    division: project.division ?? '未填写',
    stage: project.stage,
    investment: wanCell(project.investmentFen),
    gap: wanCell(project.gapFen),
    saving: tceCell(project.savingTce),
    green: greenText(project.greenCode, known),
    need: project.need ? `${formatDate(chinaDay(project.need.at))}转为融资需求` : '',
  }
}

/** The key firms; each leads to its own projects. */
export const ownerRows = (projects: readonly Project[], query: ProjectQuery) =>
  ownersOf(projects).map(({ owner, creditCode, division, isSample, ...tally }) => ({
    ...{ owner, isSample, creditCode: creditCode ?? '未填写', division: division ?? '未填写' },
    href: paths.pipeline({}, { ...query, list: 'projects', q: creditCode ?? owner }),
    ...tallyView(tally),
  }))

/** A table of totals by one dimension; each row leads to the projects that it counts. */
export function totalsTable(
  projects: readonly Project[],
  by: Dimension,
  query: ProjectQuery,
  known: ProjectReference,
): { readonly by: Dimension; readonly title: string; readonly rows: readonly ReturnType<typeof groupRow>[] } {
  const order = {
    division: known.divisions.map(({ division }) => division),
    stage: stages,
    class: known.greenClasses.top.map(({ code }) => code),
  }[by]
  const groups = groupsOf(projects, by, order)
  const most = Math.max(...groups.map(({ investmentFen }) => investmentFen.sum), 1)
  const title = { division: '分师市', stage: '分阶段', class: '分绿色类别' }[by]
  return { by, title, rows: groups.map((group) => groupRow(group, { by, query, most, known })) }
}

function groupRow(
  group: Group,
  { by, query, most, known }: { by: Dimension; query: ProjectQuery; most: number; known: ProjectReference },
) {
  const name = by === 'class' ? (known.greenClasses.find(group.key ?? '')?.name ?? group.key) : group.key
  return {
    label: name ?? (by === 'class' ? '未归类' : '未填写'),
    href: paths.pipeline({}, { ...query, [by]: group.key ?? NOT_KNOWN }),
    share: `${((group.investmentFen.sum / most) * 100).toFixed(1)}%`,
    ...tallyView(group),
  }
}

/** The whole and the totals by each dimension, worked out from the same rows; the short tables stand in one column. */
export function totalsView(projects: readonly Project[], query: ProjectQuery, known: ProjectReference) {
  const table = (by: Dimension) => totalsTable(projects, by, query, known)
  return { whole: tallyView(tallyOf(projects)), columns: [[table('division')], [table('stage'), table('class')]] }
}

const REPORTED_KINDS = [
  'pipeline-enterprises',
  'pipeline-projects',
  'pipeline-investment',
  'pipeline-saving',
] as const satisfies readonly FigureKind[]
const REPORTED_LABELS = ['重点企业', '节能改造项目', '项目投资', '年节能量']

/** What a report says of the three lists, to stand beside what is counted here; null where nothing is reported. */
export function reportedTotals(figures: readonly PublicFigure[]) {
  const found = REPORTED_KINDS.map((kind) => latestFigure(figures, kind))
  const [first] = found.filter((figure) => figure !== null)
  if (!first) return null
  return {
    href: paths.reported({}),
    period: periodText(first.period),
    source: first.sourceTitle,
    rows: found.flatMap((figure, place) =>
      figure ? [{ label: REPORTED_LABELS[place] ?? '', before: figure.value.before, ...figure.value.parts() }] : [],
    ),
  }
}
