import { wanFromFen } from '../../kernel/money.js'
import { groupDigits, twoDecimals } from '../../kernel/text.js'

const WAN_PER_YI = 10_000

/** The size in which one chart tells its figures, chosen so that its longest bar is a number people say. */
export type ChartScale = {
  /** What stands over the chart. */
  readonly unit: string
  /** How long a bar is. */
  readonly of: (value: number) => number
  /** What stands at the bar, of the value itself. */
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
