import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { asset } from '../../web/page.js'
import {
  rowsDuring,
  rowsUntil,
  attentionItems,
  type FiguresContext,
  type FiguresHandler,
} from '../../statistics/index.js'
import { figureKind, latestFigure, periodText, type PublicFigure } from '../../public-figures/index.js'
import { bulletinFacts, readMonth, type ReportMonth } from '../rules/bulletin-facts.js'
import { bulletinText, monthText } from '../rules/bulletin-text.js'
import { mainTable, partTables, trend } from './bulletin.views.js'
import { showReportFaults } from './reports.page.js'

/** What sources outside state and the bulletin repeats, with the source. */
const REPORTED = [
  ...(['green-loans-disbursed', 'lending-banks', 'financed-enterprises', 'agreement-lines'] as const),
  ...(['pipeline-projects', 'pipeline-investment', 'pipeline-saving'] as const),
]

/** `GET /bureau/reports/bulletin?month=2026-10`: the month on paper; the browser's print makes the PDF. */
export const showBulletin: FiguresHandler = async (figures, req, res) => {
  const { query } = req
  const month = readMonth(typeof query.month === 'string' ? query.month : undefined, figures.today)
  if (!month.ok) return showReportFaults(figures, req, res, { month: month.error })
  res.set('Cache-Control', 'no-store')
  res.render('reports/bulletin', { asset, view: await bulletinView(figures, month.value) })
}

async function bulletinView(figures: FiguresContext, month: ReportMonth) {
  const { dataset, names, reference, publicFigures: reported, now } = figures
  const facts = bulletinFacts(dataset, month)
  return {
    month: monthText(month),
    key: month.key,
    whole: month.whole,
    samples: samplesIn(figures, month),
    at: formatInstant(now()),
    on: formatDate(chinaDay(now())),
    backHref: paths.bureauReports({}),
    definitionsHref: paths.bureauDefinitions({}),
    paragraphs: bulletinText(facts, names.nameOf),
    figures: mainTable(facts),
    trend: trend(dataset, month),
    parts: partTables(
      dataset,
      month,
      names,
      reference.divisions.map(({ division }) => division),
    ),
    coal: facts.figure('coal').now,
    reported: reportedRows(await reported.all()),
    attention: attentionItems(dataset, now()),
  }
}

/** How much of what these figures count is invented: requests of the month, and loans signed by its end. */
function samplesIn({ dataset }: FiguresContext, { period }: ReportMonth) {
  const invented = ({ isSample }: { readonly isSample: boolean }) => isSample
  const requests = rowsDuring(dataset.requests, ({ day }) => day, period).filter(invented).length
  const loans = rowsUntil(dataset.loans, ({ signedDay }) => signedDay, period.to).filter(invented).length
  return requests + loans === 0 ? null : { requests, loans }
}

function reportedRows(figures: readonly PublicFigure[]) {
  return REPORTED.flatMap((kind) => {
    const figure = latestFigure(figures, kind)
    if (figure === null) return []
    const { period, value, sourceTitle, sourceDate } = figure
    return [
      {
        name: figureKind(kind).label,
        period: period === null ? '来源没有写明' : periodText(period),
        value: value.text(),
        source: sourceDate === null ? sourceTitle : `${sourceTitle}，${formatDate(sourceDate)}`,
      },
    ]
  })
}
