import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { type DrillDown, sendDrillDown, showDrillDown } from '../drill-down/drill-down.page.js'
import { dayCell as onDay, numberCell, textCell } from '../drill-down/table-cell.js'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf } from '../rows/day.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'
import { filterQuery } from '../filter/figure-filter.js'
import type { FiguresContext } from '../filter/figures-context.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples } from '../rows/samples.js'
import { filterText, maskedFilterBar } from '../filter/figure-filter.views.js'
import { HIDDEN_NAMES, maskedFigures, type MaskedFigures } from '../filter/masked-figures.js'
import { writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import {
  FAIRNESS_DIMENSIONS,
  type FairnessOutcome,
  fairnessOutcomes,
  fairnessTables,
  groupKey,
  RATES,
} from './fairness-figures.js'
import {
  FAIRNESS_COLUMNS,
  fairnessSheet,
  DIMENSION_NAMES,
  findings,
  groupLine,
  groupName,
  RATE_NAMES,
  TIME_NAME,
} from './fairness.views.js'

export type FairnessDeps = { readonly sessionSecret: string }

const zonesOf = ({ reference }: Pick<FiguresContext, 'reference'>) => {
  const zones = new Map<string, string>(reference.divisions.map(({ division, zone }) => [division, zone]))
  return (division: string) => zones.get(division) ?? null
}

const tablesFor = (masked: MaskedFigures) =>
  fairnessTables(fairnessOutcomes(masked.filtered, masked.filter.period), zonesOf(masked))

/** `GET /bureau/fairness`: how requests fared by group, and which differences exceed chance. */
export const showFairness =
  ({ sessionSecret }: FairnessDeps): FiguresHandler =>
  (figures, req, res) => {
    const masked = maskedFigures(figures, sessionSecret)
    const tables = tablesFor(masked)
    const sample = hasSamples(masked.filtered)
    page(res, 'statistics/fairness', {
      title: '公平性',
      indexed: false,
      ...bureauFrame(req, 'fairness'),
      ...(sample && { strip: '示例数据：本页含示例，不代表任何真实机构或企业的情况。' }),
      sample,
      bar: maskedFilterBar(masked, paths.bureauFairness({})),
      note: masked.bankNames.masked ? '数据中含示例，不能按机构名称筛选，明细也不进入申请。' : null,
      dropped: masked.bankDropped,
      exportHref: `${paths.bureauFairnessExport({})}${filterQuery(masked.filter)}`,
      findings: findings(tables, masked),
      any: tables.division.length > 0,
      columns: [...RATES.map((name) => RATE_NAMES[name]), TIME_NAME],
      tables: FAIRNESS_DIMENSIONS.map((by) => ({
        id: by,
        title: DIMENSION_NAMES[by],
        rows: tables[by].map((group) => groupLine(by, group, masked)),
      })),
    })
  }

/** `GET /bureau/fairness.xlsx`: one line a group and outcome, with the numbers that the marks rest on. */
export const sendFairness =
  ({ sessionSecret }: FairnessDeps): FiguresHandler =>
  async (figures, _req, res) => {
    const masked = maskedFigures(figures, sessionSecret)
    if (masked.faults.length > 0) throw new NotFound('筛选条件有误，没有可导出的内容。')
    const { filter, names } = masked
    const { rows, samples } = fairnessSheet(fairnessOutcomes(masked.filtered, filter.period), zonesOf(masked), masked)
    workbookHeaders(res, `公平性_${dateOf(filter.period.from)}_${dateOf(filter.period.to)}.xlsx`)
    await writeExport(res, {
      title: '公平性',
      cover: [
        ['导出时间', formatInstant(masked.now())],
        ...filterText(filter, names),
        ['口径', METHOD],
        ...(masked.bankNames.masked ? [['机构名称', HIDDEN_NAMES] as const] : []),
      ],
      columns: FAIRNESS_COLUMNS,
      rows,
      samples: { over: '含示例', rows: samples },
    })
  }

const METHOD =
  '按期间内提交的申请计。匹配率：提交时至少一个产品全部条件符合；受理率：至少一家机构受理；被拒率：至少一家机构未通过；首个方案用时：提交到任一机构首个初步方案的日历天数。' +
  '每组与同表其他已知各组比较：比率用双侧比例检验（连续性校正），用时用曼–惠特尼检验；全页检验一起按 Benjamini–Hochberg 法控制，误标的比例预期不超过 5%。'

const LISTS: Readonly<Record<string, readonly [name: string, of: (outcome: FairnessOutcome) => boolean]>> = {
  all: ['申请', () => true],
  matched: ['匹配成功的申请', ({ matched }) => matched],
  claimed: ['有机构受理的申请', ({ claimed }) => claimed],
  refused: ['至少一家机构未通过的申请', ({ refused }) => refused],
  offered: ['已有初步方案的申请', ({ offerDays }) => offerDays !== null],
}

function behindOf(
  masked: MaskedFigures,
  { by = 'division', group = UNKNOWN_VALUE, what = 'all' }: Readonly<Record<string, unknown>>,
) {
  const dimension = FAIRNESS_DIMENSIONS.find((one) => one === by)
  const list = typeof what === 'string' && Object.hasOwn(LISTS, what) ? LISTS[what] : undefined
  if (masked.faults.length > 0 || !dimension || !list || typeof group !== 'string') throw new NotFound('没有这项数据。')
  const key = group === UNKNOWN_VALUE ? null : group
  const [title, of] = list
  const zoneOf = zonesOf(masked)
  const { names, bankNames, filtered, filter } = masked
  const outcomes = fairnessOutcomes(filtered, filter.period).filter(
    (one) => of(one) && groupKey(dimension, one.row, zoneOf) === key,
  )
  const yes = (is: boolean) => textCell(is ? '是' : '否')
  const behind: DrillDown = {
    title: `${groupName(dimension, key, masked)}：${title}`,
    total: `${String(outcomes.length)} 笔`,
    definition: '期间内提交的申请，和到现在的结果；任一机构受理、未通过或给出方案即计。',
    asked: filterText(filter, names),
    note: bankNames.masked ? '数据中含示例，不从这里进入申请。' : null,
    sample: hasSamples(filtered),
    columns: [
      ...['申请', '企业', '师市', '企业规模', '提交日期', '匹配', '受理', '未通过'].map((label) => ({
        label,
        width: 20,
      })),
      { label: '首个方案（天）', width: 16, num: true },
    ],
    rows: outcomes.map(({ row, matched, claimed, refused, offerDays }) => [
      {
        text: row.number,
        sample: row.isSample,
        ...(!bankNames.masked && { href: paths.bureauRequest({ id: row.id }) }),
      },
      textCell(row.enterpriseName),
      textCell(names.nameOf('division', row.division)),
      textCell(names.nameOf('size', row.size)),
      onDay(dateOf(row.day)),
      ...[yes(matched), yes(claimed), yes(refused)],
      numberCell(offerDays, offerDays === null ? null : String(offerDays)),
    ]),
  }
  return { behind, sent: { by: dimension, group, what: String(what) } }
}

/** `GET /bureau/fairness/rows` and its workbook: the requests that one number was counted from. */
export const showFairnessRows =
  ({ sessionSecret }: FairnessDeps): FiguresHandler =>
  (figures, req, res) => {
    const masked = maskedFigures(figures, sessionSecret)
    const { behind, sent } = behindOf(masked, req.query)
    showDrillDown(req, res, behind, {
      ...{ label: '工信局工作台', ...bureauFrame(req, 'fairness') },
      back: { text: '公平性', href: `${paths.bureauFairness({})}${filterQuery(masked.filter)}` },
      exportHref: `${paths.bureauFairnessRowsExport({})}${filterQuery(masked.filter, sent)}`,
      pageHref: (to) => `${paths.bureauFairnessRows({})}${filterQuery(masked.filter, { ...sent, page: String(to) })}`,
    })
  }

export const sendFairnessRows =
  ({ sessionSecret }: FairnessDeps): FiguresHandler =>
  async (figures, req, res) => {
    await sendDrillDown(res, behindOf(maskedFigures(figures, sessionSecret), req.query).behind, figures.now())
  }
