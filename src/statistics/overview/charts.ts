import { scaleBand, scaleLinear } from 'd3-scale'
import { groupDigits } from '../../kernel/text.js'
import type { ChartScale } from '../charts/chart-size.js'

/** One month: its value and that of the same month a year earlier, and the words a reader of the screen hears. */
export type MonthValue = {
  readonly label: string
  readonly value: number | null
  readonly before: number | null
  readonly spoken: string
  readonly href: string
}

const HEIGHT = 362
const FOOT = 334
const HEAD = 24
/** How far a figure stands over its bar, and how high its digits are, in pixels. */
const LIFT = 7
const DIGITS = 13
/** Room for the figures of the axis, as a share of the width. */
const AXIS = 0.1
const pct = (share: number) => `${(share * 100).toFixed(2)}%`

/** A chart of months as a view draws it: positions across in percent, so that text keeps its size at any width. */
export function monthBars(months: readonly MonthValue[], size: ChartScale) {
  const most = Math.max(0, ...months.flatMap(({ value, before }) => [size.of(value ?? 0), size.of(before ?? 0)]))
  const up = scaleLinear([0, most === 0 ? 1 : most], [FOOT, HEAD]).nice(4)
  const across = scaleBand(
    months.map((_, place) => place),
    [AXIS, 1],
  )
  const width = across.bandwidth()
  return {
    height: HEIGHT,
    foot: FOOT,
    /** Not one month with anything in it: there is nothing to draw. */
    empty: most === 0,
    axes: up
      .ticks(4)
      .filter((tick) => tick > 0)
      .map((tick) => ({ y: up(tick), text: groupDigits(tick, 2) })),
    bars: months.map(({ label, value, before, spoken, href }, place) => {
      const left = across(place) ?? 0
      const line = before === null ? null : up(size.of(before))
      return {
        label,
        spoken,
        href,
        middle: pct(left + width / 2),
        left: pct(left),
        width: pct(width),
        bar:
          value === null
            ? null
            : {
                x: pct(left + width * 0.2),
                width: pct(width * 0.6),
                y: up(size.of(value)),
                height: FOOT - up(size.of(value)),
                text: size.text(value),
                base: baseOf(up(size.of(value)), line),
              },
        last: line === null ? null : { x1: pct(left + width * 0.08), x2: pct(left + width * 0.92), y: line },
      }
    }),
  }
}

/** Where the digits of a bar stand: over it, and over the line of the year before where that would strike them out. */
function baseOf(top: number, line: number | null): number {
  const base = top - LIFT
  const struck = line !== null && line < top && line > base - DIGITS
  return struck ? line - LIFT : base
}
