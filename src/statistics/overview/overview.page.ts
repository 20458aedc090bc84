import { paths } from '../../paths.js'
import { page } from '../../web/page.js'
import { bureauFrame } from '../../bureau-frame.js'
import { hasSamples, type FiguresHandler } from '../filter/figures-context.js'
import { attentionItems } from './attention.js'
import { filterText, filterBar } from '../filter/figure-filter.views.js'
import { allFigures, tiles } from './overview.views.js'
import { monthChart } from './month-chart.views.js'
import { divisionChart, breakdownTables } from './breakdown.views.js'
import { filterQuery } from '../filter/figure-filter.js'
import { publicFigureTiles } from './reported.views.js'

/** Figures of samples grow until the history is all there. */
const ARRIVING = '示例历史还没有全部装入，下面的数字还会增加。'

/** `GET /bureau`: what needs a person first, then the figures, then what they are made of. */
export const showOverview: FiguresHandler = async (figures, req, res) => {
  const { filter, faults, names, dataset, filtered, reported, history, now, banks, products } = figures
  const arriving = (await history.isArriving()) ? ARRIVING : ''
  page(res, 'statistics/overview', {
    title: '绿色信贷概览',
    indexed: false,
    ...bureauFrame(req, 'overview'),
    ...(hasSamples(dataset) && {
      strip: `示例数据：标有“示例”的部分不代表真实业务；“外部报送”为报告中的数字，带有来源。${arriving}`,
    }),
    sample: hasSamples(filtered),
    asked: filterText(filter, names).map(([label, text]) => ({ label, text })),
    bar: filterBar(filter, faults, names, paths.bureau({})),
    exportHref: `${paths.bureauFigures({})}${filterQuery(filter)}`,
    definitionsHref: paths.bureauDefinitions({}),
    wallHref: paths.bureauWall({}),
    attention: attentionItems(dataset, now()),
    tiles: tiles(figures),
    reported: publicFigureTiles(await reported.all()),
    reportedHref: paths.reported({}),
    catalogue: { banks, products, banksHref: paths.institutions({}), productsHref: paths.products({}) },
    figures: allFigures(figures),
    months: monthChart(figures),
    divisions: divisionChart(figures),
    tables: breakdownTables(figures),
    measureName: filter.measure.name,
  })
}
