import { scaleBand, scaleLinear } from 'd3-scale'

/** One month: its value and that of the same month a year earlier, each with the words a reader of the screen hears. */
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
const pct = (share: number) => `${(share * 100).toFixed(2)}%`

/** A chart of months as a view draws it: positions across in percent, so that text keeps its size at any width. */
export function monthBars(months: readonly MonthValue[], decimals: number) {
  const most = Math.max(0, ...months.flatMap(({ value, before }) => [value ?? 0, before ?? 0]))
  const up = scaleLinear([0, most === 0 ? 1 : most], [FOOT, HEAD]).nice(4)
  const across = scaleBand(
    months.map((_, place) => place),
    [0.05, 1],
  )
  const width = across.bandwidth()
  const digits = (value: number) => value.toFixed(decimals)
  return {
    height: HEIGHT,
    foot: FOOT,
    axes: up
      .ticks(4)
      .filter((tick) => tick > 0)
      .map((tick) => ({ y: up(tick), text: String(tick) })),
    bars: months.map(({ label, value, before, spoken, href }, place) => {
      const left = across(place) ?? 0
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
                y: up(value),
                height: FOOT - up(value),
                text: digits(value),
              },
        last: before === null ? null : { x1: pct(left + width * 0.08), x2: pct(left + width * 0.92), y: up(before) },
      }
    }),
  }
}
