import { formatInstant } from '../../kernel/format-instant.js'
import { asset } from '../../web/page.js'
import { attentionItems, tiles, publicFigureTiles } from './overview.views.js'
import type { FiguresHandler } from '../filter/with-figures.page.js'
import { hasSamples } from '../rows/samples.js'
import { monthChart } from './month-chart.views.js'
import { divisionChart } from './breakdown.views.js'

/** How often the wall asks for itself anew, in seconds. */
const EVERY_S = 60

/** `GET /bureau/wall`: one wide page to be looked at from afar. It refreshes itself and asks nothing of anybody. */
export const showWall: FiguresHandler = async (figures, _req, res) => {
  const { dataset, now, filter, publicFigures: reported } = figures
  res.set({ Refresh: String(EVERY_S), 'Cache-Control': 'no-store' })
  res.render('statistics/wall', {
    asset,
    view: {
      at: formatInstant(now()),
      sample: hasSamples(dataset),
      year: Math.floor(filter.period.to / 10_000),
      tiles: tiles(figures),
      attention: attentionItems(dataset, now()),
      reported: publicFigureTiles(await reported.all()),
      measureName: filter.measure.name,
      months: monthChart(figures),
      divisions: divisionChart(figures),
    },
  })
}
