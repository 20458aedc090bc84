import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { readZipDirectory, type ZipEntry } from '../../web/uploads/zip-directory.js'

/** Rows that a merged cell covers, as the spreadsheet program numbers them. */
export type MergedRows = { readonly ref: string; readonly first: number; readonly last: number }

const SHEET = /^xl\/worksheets\/sheet(\d+)\.xml$/
const MERGE = /<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))"/g
/** Longer than any element the pattern can match, so that none is lost between two pieces. */
const OVERLAP = 200

/**
 * The merged cells of every sheet, by the number of its part. The reader of rows does not tell of them, and a merged
 * cell has its value in its first row only, so that the others would be taken for empty.
 */
export async function mergedCells(bytes: Buffer): Promise<ReadonlyMap<string, readonly MergedRows[]>> {
  const directory = readZipDirectory(bytes, 2000)
  const found = new Map<string, readonly MergedRows[]>()
  for (const entry of directory.ok ? directory.entries : []) {
    const part = SHEET.exec(entry.name)?.[1]
    if (part !== undefined) found.set(part, await mergesIn(bytes, entry))
  }
  return found
}

async function mergesIn(bytes: Buffer, { method, dataStart, compressedBytes }: ZipEntry): Promise<readonly MergedRows[]> {
  const packed = Readable.from([bytes.subarray(dataStart, dataStart + compressedBytes)])
  const content = method === 0 ? packed : packed.pipe(createInflateRaw())
  const merges = new Map<string, MergedRows>()
  let tail = ''
  for await (const piece of content as AsyncIterable<Buffer>) {
    const text = tail + piece.toString('latin1')
    for (const [, ref = '', first, last] of text.matchAll(MERGE)) {
      merges.set(ref, { ref, first: Number(first), last: Number(last) })
    }
    tail = text.slice(-OVERLAP)
  }
  return [...merges.values()]
}
