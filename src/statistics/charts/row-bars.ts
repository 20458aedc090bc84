import { scaleLinear } from 'd3-scale'

export type RowValue = {
  /** The whole name, for a reader of the screen. */
  readonly name: string
  readonly value: number
  readonly text: string
  readonly href: string
}

const ROW = 27
const LEFT = 0.36
const RIGHT = 0.84
const pct = (share: number) => `${(share * 100).toFixed(2)}%`

/** The name as it fits before a bar on a phone: without what stands in brackets. */
const shortOf = (name: string) => name.replace(/（.*）$/, '')

/** Bars one below the other, each with its name before it and its figure behind. */
export function rowBars(rows: readonly RowValue[]) {
  const most = Math.max(0, ...rows.map(({ value }) => value))
  const along = scaleLinear([0, most === 0 ? 1 : most], [0, RIGHT - LEFT]).clamp(true)
  return {
    height: rows.length * ROW + 4,
    foot: rows.length * ROW,
    left: pct(LEFT),
    /** Not one row with anything in it: there is nothing to draw. */
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
