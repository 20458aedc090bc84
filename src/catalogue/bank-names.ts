import { createHmac } from 'node:crypto'

/** How a page calls the banks it judges, and finds them again from an address. */
export type BankNames = {
  readonly masked: boolean
  readonly nameOf: (bankId: string) => string
  /** What stands in an address instead of the bank's id. */
  readonly keyOf: (bankId: string) => string
  readonly bankOf: (key: string) => string | undefined
  /** The order in which banks are listed: by name, or by the order of what stands for the names. */
  readonly compare: (a: string, b: string) => number
}

const STEMS = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸']

/**
 * Names for a page that judges banks. Where invented rows are among what is judged, a real bank must not appear to have
 * done what nobody did: it is called 示例机构甲, 乙 … by an order that follows from the installation's secret alone, so
 * that neither the order nor an address nor this file tells which bank it is. The same bank has the same name on every
 * page, whatever the filter.
 * @param all names of every bank by id
 */
export function bankNames(all: ReadonlyMap<string, string>, masked: boolean, secret: string): BankNames {
  if (!masked) {
    return {
      masked,
      nameOf: (id) => all.get(id) ?? id,
      keyOf: (id) => id,
      bankOf: (key) => (all.has(key) ? key : undefined),
      compare: (a, b) => (all.get(a) ?? a).localeCompare(all.get(b) ?? b, 'zh-CN'),
    }
  }
  const order = [...all.keys()]
    .map((id) => [createHmac('sha256', secret).update(`names of banks on pages of samples\n${id}`).digest('hex'), id])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const keys = new Map(order.map(([, id = ''], place) => [id, keyAt(place)]))
  const banks = new Map([...keys].map(([id, key]) => [key, id]))
  // A bank that has left the catalogue since: its rows are still there, and it must not be named either.
  const keyOf = (id: string) => keys.get(id) ?? '其他'
  const places = new Map(order.map(([, id = ''], place) => [id, place]))
  const placeOf = (id: string) => places.get(id) ?? places.size
  return {
    masked,
    keyOf,
    nameOf: (id) => `示例机构${keyOf(id)}`,
    bankOf: (key) => banks.get(key),
    compare: (a, b) => placeOf(a) - placeOf(b),
  }
}

/** 甲 … 癸, then 甲2 … */
const keyAt = (place: number): string => {
  const round = Math.floor(place / STEMS.length)
  return `${STEMS[place % STEMS.length] ?? ''}${round === 0 ? '' : String(round + 1)}`
}
