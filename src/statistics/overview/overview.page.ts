import { paths } from '../../paths.js'
import { page } from '../../web/page.js'
import { bureauFrame } from '../../web/bureau-frame.js'
import { hasSamples, type FiguresHandler } from './desk.js'
import { attention } from './attention.js'
import { askedText, filterBar } from './filter.views.js'
import { allFigures, tiles } from './figures.views.js'
import { monthChart } from './month-chart.views.js'
import { divisionChart, partTables } from './parts.views.js'
import { queryOf } from './asked.js'
import { reportedTiles } from './reported.views.js'

/** Figures of samples grow until the history is all there. */
const ARRIVING = '示例历史还没有全部装入，下面的数字还会增加。'

/** `GET /bureau`: what needs a person first, then the figures, then what they are made of. */
export const showOverview: FiguresHandler = async (figures, req, res) => {
  const { asked, faults, names, whole, part, reported, history, now, banks, products } = figures
  const arriving = (await history.isArriving()) ? ARRIVING : ''
  page(res, 'statistics/overview', {
    title: '绿色信贷概览',
    indexed: false,
    ...bureauFrame(req, 'overview'),
    ...(hasSamples(whole) && {
      strip: `示例数据：标有“示例”的部分不代表真实业务；“外部报送”为报告中的数字，带有来源。${arriving}`,
    }),
    sample: hasSamples(part),
    asked: askedText(asked, names).map(([label, text]) => ({ label, text })),
    bar: filterBar(asked, faults, names, paths.bureau({})),
    exportHref: `${paths.bureauFigures({})}${queryOf(asked)}`,
    definitionsHref: paths.bureauDefinitions({}),
    wallHref: paths.bureauWall({}),
    attention: attention(whole, now()),
    tiles: tiles(figures),
    reported: reportedTiles(await reported.all()),
    reportedHref: paths.reported({}),
    catalogue: { banks, products, banksHref: paths.institutions({}), productsHref: paths.products({}) },
    figures: allFigures(figures),
    months: monthChart(figures),
    divisions: divisionChart(figures),
    tables: partTables(figures),
    measureName: asked.measure.name,
  })
}
