import { formatInstant } from '../../kernel/format-instant.js'
import { asset } from '../../web/page.js'
import { attention } from '../overview/attention.js'
import { hasSamples, type FiguresHandler } from '../overview/desk.js'
import { tiles } from '../overview/figures.views.js'
import { monthChart } from '../overview/month-chart.views.js'
import { divisionChart } from '../overview/parts.views.js'
import { reportedTiles } from '../overview/reported.views.js'

/** How often the wall asks for itself anew, in seconds. */
const EVERY_S = 60

/** `GET /bureau/wall`: one wide page to be looked at from afar. It refreshes itself and asks nothing of anybody. */
export const showWall: FiguresHandler = async (figures, _req, res) => {
  const { whole, now, asked, reported } = figures
  res.set({ Refresh: String(EVERY_S), 'Cache-Control': 'no-store' })
  res.render('statistics/wall', {
    asset,
    view: {
      at: formatInstant(now()),
      sample: hasSamples(whole),
      year: Math.floor(asked.period.to / 10_000),
      tiles: tiles(figures),
      attention: attention(whole, now()),
      reported: reportedTiles(await reported.all()),
      measureName: asked.measure.name,
      months: monthChart(figures),
      divisions: divisionChart(figures),
    },
  })
}
