import type { FactSpec } from '@lueqiao/matching-engine'

/** One fen is a millionth of 万元; percents are asked and shown with two decimals. */
const PLACES: Readonly<Record<string, number>> = { 万元: 6, '%': 2 }

/** Why a number is finer than its unit can be (`null` when it is not): a finer one would be shown as another number. */
export function tooFine(value: number, { unit }: Pick<FactSpec, 'unit'>): string | null {
  const places = PLACES[unit]
  if (places === undefined || Number(value.toFixed(places)) === value) return null
  return unit === '万元' ? '小数最多 6 位（精确到分），请四舍五入后填写' : `小数最多 ${places} 位，请四舍五入后填写`
}
