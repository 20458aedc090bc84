import { partsOf, tellPart, type Parts } from './parts.js'
import type { XmlHandler } from './xml.js'

/** What the cells of a workbook are read with. */
export type OpenWorkbook = {
  readonly parts: Parts
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
  const parts = partsOf(bytes)
  const tell = async (name: string, handler: Partial<XmlHandler>) => {
    const entry = parts.get(name)
    if (entry) await tellPart(bytes, entry, { ...ignore, ...handler })
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
    stringReader((text) => sharedStrings.push(text)),
  )
  const dateStyles: boolean[] = []
  await tell('xl/styles.xml', styleReader(dateStyles))
  return { parts, sheets, sharedStrings, dateStyles, from1904 }
}

const pathOf = (target: string) => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

/** Tells every `si` as one text: runs are joined, readings (`rPh`) above characters left out. */
function stringReader(take: (text: string) => void): Partial<XmlHandler> {
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
