import { toHalfWidth } from '../kernel/text.js'
import { SAMPLE_COLUMN, type Cell } from '../registers/index.js'
import type { SheetColumn } from './sheet-table.js'

export type Header<Id extends string> =
  | {
      readonly kind: 'header'
      readonly places: ReadonlyMap<Id, number>
      /** Where each row says whether it is a sample; null where no column of the table or of the sheet is for that. */
      readonly mark: number | null
      readonly unused: readonly string[]
    }
  /** It looks like a header, and this is wrong with it. */
  | { readonly kind: 'fault'; readonly reason: string }
  | { readonly kind: 'none' }

/**
 * Reads a row as the header. Columns may stand in any order. An amount whose header names no unit, or another one,
 * is refused: 万元 read as 亿元 would be wrong by ten thousand times and look sound.
 */
export function headerIn<Id extends string>(
  cells: readonly (Cell | undefined)[],
  columns: readonly SheetColumn<Id>[],
  headed: readonly Id[],
): Header<Id> {
  const places = new Map<Id, number>()
  const unused: string[] = []
  const faults: string[] = []
  let mark: number | null = null
  cells.forEach((cell, place) => {
    if (cell?.kind !== 'text') return
    const { words, unit } = partsOf(cell.text)
    const column = columns.find((one) => [plainLabel(one), ...(one.alias ?? [])].includes(words))
    if (column === undefined && words === SAMPLE_COLUMN) mark ??= place
    else if (column === undefined) unused.push(cell.text.trim().slice(0, 20))
    else if (places.has(column.id)) faults.push(`“${column.label}”出现了两次，请只保留一列`)
    else {
      places.set(column.id, place)
      if (column.unit !== undefined && unit !== column.unit) faults.push(unitFault(column, unit))
    }
  })
  if (!headed.every((id) => places.has(id))) return { kind: 'none' }
  if (faults[0] !== undefined) return { kind: 'fault', reason: `表头中${faults[0]}` }
  const missing = columns.filter(({ id, needed }) => needed && !places.has(id))
  if (missing.length === 0) return { kind: 'header', places, mark, unused }
  return { kind: 'fault', reason: `表头中缺少“${missing.map(({ label }) => label).join('”“')}”，请按模板补上` }
}

const unitFault = ({ label, unit = '' }: SheetColumn, written: string) =>
  written === ''
    ? `“${label}”没有写单位，请写成“${label}（${unit}）”`
    : `“${label}”的单位是“${written}”，这里只收${unit}，请换算后写成“${label}（${unit}）”`

const plainLabel = ({ label }: SheetColumn) => partsOf(label).words

/** `总投资（万元）*` → the words and what stands in brackets behind them; stars mark what is needed and do not count. */
function partsOf(text: string): { readonly words: string; readonly unit: string } {
  const plain = toHalfWidth(text).replace(/[\s*]/g, '')
  const [, words = plain, unit = ''] = /^(.*?)\(([^()]*)\)$/.exec(plain) ?? []
  return { words, unit }
}
