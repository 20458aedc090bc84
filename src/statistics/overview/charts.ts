import { scaleBand, scaleLinear } from 'd3-scale'
import { groupDigits, twoDecimals } from '../../kernel/text.js'
import { wanFromFen } from '../../kernel/money.js'

const WAN_PER_YI = 10_000

/** The unit of one chart, chosen so that its longest bar is a number that reads easily. */
export type ChartScale = {
  /** Unit in the heading of the chart. */
  readonly unit: string
  /** Length of a bar, in the unit of the chart. */
  readonly of: (value: number) => number
  /** Label of a bar, from the value itself. */
  readonly text: (value: number) => string
}

/**
 * Money in 亿元 from one 亿 on, else in 万元: a bar of 1,370 万元 says more than one of 0.14 亿元.
 * Everything else in its own unit, whole.
 * @param values everything the chart shows; money in fen, null where there is nothing to show
 */
export function chartScale(isMoney: boolean, unit: string, values: readonly (number | null)[]): ChartScale {
  const whole = (value: number) => groupDigits(value, 0)
  if (!isMoney) return { unit, of: (value) => value, text: whole }
  const most = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  if (wanFromFen(most) < WAN_PER_YI) return { unit: '万元', of: wanFromFen, text: (fen) => whole(wanFromFen(fen)) }
  const inYi = (fen: number) => wanFromFen(fen) / WAN_PER_YI
  return { unit: '亿元', of: inYi, text: (fen) => twoDecimals(inYi(fen)) }
}

/** One month: its value, that of the same month a year earlier, and the text for screen readers. */
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
/** Distance of a label from its bar, and height of its digits, in pixels. */
const LIFT = 7
const DIGITS = 13
/** Width of the axis labels, as a share of the chart. */
const AXIS = 0.1
const pct = (share: number) => `${(share * 100).toFixed(2)}%`

/** Geometry of a bar chart by month. Horizontal positions are percentages, so that text keeps its size at any width. */
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
    /** True when no month has a value. */
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

/** Baseline of a bar's label: above the bar, or above the line of the year before where that would cross the digits. */
function baseOf(top: number, line: number | null): number {
  const base = top - LIFT
  const struck = line !== null && line < top && line > base - DIGITS
  return struck ? line - LIFT : base
}

export type RowValue = {
  /** Full name, for screen readers. */
  readonly name: string
  readonly value: number
  readonly text: string
  readonly href: string
}

const ROW = 27
const LEFT = 0.36
const RIGHT = 0.84

/** The name without its brackets, so that it fits beside a bar on a phone. */
const shortOf = (name: string) => name.replace(/（.*）$/, '')

/** Geometry of a horizontal bar chart: name, bar, figure. */
export function rowBars(rows: readonly RowValue[]) {
  const most = Math.max(0, ...rows.map(({ value }) => value))
  const along = scaleLinear([0, most === 0 ? 1 : most], [0, RIGHT - LEFT]).clamp(true)
  return {
    height: rows.length * ROW + 4,
    foot: rows.length * ROW,
    left: pct(LEFT),
    /** True when no row has a value. */
    empty: most === 0,
    rows: rows.map(({ name, value, text, href }, place) => ({
      ...{ label: shortOf(name), text, href, spoken: `${name} ${text}` },
      top: place * ROW,
      y: place * ROW + 6,
      base: place * ROW + 17,
      width: pct(along(value)),
      end: pct(LEFT + along(value)),
    })),
  }
}
