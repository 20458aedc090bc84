import { type XmlHandler, XmlReader } from './xml.js'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createInflateRaw } from 'node:zlib'
import { readZipDirectory, type ZipEntry } from '../../files/zip-directory.js'

/** What the cells of a workbook are read with. */
export type OpenWorkbook = {
  readonly parts: WorkbookParts
  /** The paths of the sheets, in the order of their tabs. */
  readonly sheets: readonly string[]
  readonly sharedStrings: readonly string[]
  /** Whether the cells of a style, by its number, are dates. */
  readonly dateStyles: readonly boolean[]
  /** Dates count from 1904, as some Macintosh workbooks do. */
  readonly from1904: boolean
}

const ignore: XmlHandler = { open: () => undefined, close: () => undefined, text: () => undefined }

/** Reads everything of a workbook but its sheets. */
export async function openWorkbook(bytes: Buffer): Promise<OpenWorkbook> {
  const parts = workbookParts(bytes)
  const tell = async (name: string, handler: Partial<XmlHandler>) => {
    const entry = parts.get(name)
    if (entry) await parsePart(bytes, entry, { ...ignore, ...handler })
  }
  const targets = new Map<string, string>()
  await tell('xl/_rels/workbook.xml.rels', {
    open: (name, attribute) => {
      if (name === 'Relationship') targets.set(attribute('Id') ?? '', pathOf(attribute('Target') ?? ''))
    },
  })
  const sheets: string[] = []
  let from1904 = false
  await tell('xl/workbook.xml', {
    open: (name, attribute) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '')
      const target = name === 'sheet' ? targets.get(attribute('id') ?? '') : undefined
      if (target !== undefined && parts.has(target)) sheets.push(target)
    },
  })
  const sharedStrings: string[] = []
  await tell(
    'xl/sharedStrings.xml',
    sharedStringReader((text) => sharedStrings.push(text)),
  )
  const dateStyles: boolean[] = []
  await tell('xl/styles.xml', styleReader(dateStyles))
  return { parts, sheets, sharedStrings, dateStyles, from1904 }
}

const pathOf = (target: string) => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

/** Tells every `si` as one text: runs are joined, readings (`rPh`) above characters left out. */
function sharedStringReader(take: (text: string) => void): Partial<XmlHandler> {
  let text = ''
  let inText = false
  let reading = 0
  return {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') reading += 1
      else if (name === 't') inText = reading === 0
    },
    text: (piece) => {
      if (inText) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') reading -= 1
      else if (name === 'si') take(text)
    },
  }
}

function styleReader(dateStyles: boolean[]): Partial<XmlHandler> {
  const codes = new Map<number, string>()
  let inCells = false
  return {
    open: (name, attribute) => {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) dateStyles.push(isDateFormat(Number(attribute('numFmtId')), codes))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  }
}

/** Built-in formats of days (ECMA-376, 18.8.30), and own ones that write a day, a month or a year. */
function isDateFormat(id: number, codes: ReadonlyMap<number, string>): boolean {
  const code = codes.get(id)
  if (code === undefined) return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
  return /[ymd]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))
}

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
  for (const [name, entry] of workbookParts(bytes)) {
    if (!SHEET.test(name)) continue
    const merges: MergedRows[] = []
    const open = (element: string, attribute: (name: string) => string | undefined) => {
      if (element !== 'mergeCell') return
      const ref = attribute('ref') ?? ''
      const [, first, last] = REF.exec(ref) ?? []
      if (first !== undefined) merges.push({ ref, first: Number(first), last: Number(last) })
    }
    await parsePart(bytes, entry, { open, close: () => undefined, text: () => undefined })
    found.set(name, merges)
  }
  return found
}

/** The parts of a workbook by their paths. */
export type WorkbookParts = ReadonlyMap<string, ZipEntry>

/** The parts of a workbook that has passed `inspectFile`. */
export function workbookParts(bytes: Buffer): WorkbookParts {
  const directory = readZipDirectory(bytes, 2000)
  return new Map(directory.ok ? directory.entries.map((entry) => [entry.name, entry]) : [])
}

/** Reads a part piece by piece and tells its XML; control comes back after every piece. A character may lie across two. */
export async function* readPart(bytes: Buffer, entry: ZipEntry, handler: XmlHandler): AsyncGenerator<void> {
  const packed = Readable.from([bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedBytes)])
  const content = entry.method === 0 ? packed : packed.pipe(createInflateRaw())
  const decoder = new StringDecoder('utf8')
  const reader = new XmlReader(handler)
  for await (const piece of content as AsyncIterable<Buffer>) {
    reader.write(decoder.write(piece))
    yield
  }
}

/** Reads a whole part. */
export async function parsePart(bytes: Buffer, entry: ZipEntry, handler: XmlHandler): Promise<void> {
  const pieces = readPart(bytes, entry, handler)
  while (!(await pieces.next()).done);
}
