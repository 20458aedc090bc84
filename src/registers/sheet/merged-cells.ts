import { tellPart, partsOf } from './parts.js'

/** Rows that a merged cell covers, as the spreadsheet program numbers them. */
export type MergedRows = { readonly ref: string; readonly first: number; readonly last: number }

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/
const REF = /^[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/

/**
 * The merged cells of every sheet, by the path of its part. A sheet lists them behind its rows, so they are read
 * before: a merged cell has its value in its first row only, and the others would be taken for empty.
 */
export async function mergedCells(bytes: Buffer): Promise<ReadonlyMap<string, readonly MergedRows[]>> {
  const found = new Map<string, readonly MergedRows[]>()
  for (const [name, entry] of partsOf(bytes)) {
    if (!SHEET.test(name)) continue
    const merges: MergedRows[] = []
    const open = (element: string, attribute: (name: string) => string | undefined) => {
      if (element !== 'mergeCell') return
      const ref = attribute('ref') ?? ''
      const [, first, last] = REF.exec(ref) ?? []
      if (first !== undefined) merges.push({ ref, first: Number(first), last: Number(last) })
    }
    await tellPart(bytes, entry, { open, close: () => undefined, text: () => undefined })
    found.set(name, merges)
  }
  return found
}
