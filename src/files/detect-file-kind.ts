import { fileTypeFromBuffer } from 'file-type'
import { failed, ok, type Result } from '../kernel/result.js'
import { FILE_KINDS, KINDS, MOST_BYTES, kindOfMime, type FileKind } from './file-kinds.js'
import { cleanFileName, extensionOf } from './file-name.js'
import { jpegFault, pngFault } from './images.js'
import { pdfFault } from './pdf.js'
import { workbookFault } from './workbook.js'

/** A file whose content was looked at and found to be what its name says. */
export type InspectedFile = {
  readonly name: string
  readonly kind: FileKind
  readonly mime: string
  readonly bytes: Buffer
}

/**
 * Looks at an uploaded file: neither its name nor the type the browser gives is believed. The error is a Chinese
 * sentence that says how to mend it. Source: OWASP File Upload Cheat Sheet.
 * @param taken the kinds that this place takes; without it, every kind of evidence
 */
export async function inspectFile(
  rawName: string,
  bytes: Buffer,
  taken: readonly FileKind[] = KINDS,
): Promise<Result<InspectedFile>> {
  const name = cleanFileName(rawName)
  if (!name.ok) return name
  if (bytes.length === 0) return failed('文件是空的，请重新选择')
  if (bytes.length > MOST_BYTES) return failed('文件超过 10 MB，请压缩或拆分后再上传')
  const kind = await kindOf(bytes)
  if (kind === null) return failed(notTaken(bytes, taken))
  if (!taken.includes(kind)) return failed(`${onlyTakes(taken)}；您选的是 ${FILE_KINDS[kind].label}`)
  const { mime, extensions, label } = FILE_KINDS[kind]
  if (!(extensions as readonly string[]).includes(extensionOf(name.value))) {
    return failed(`文件内容是 ${label}，扩展名却是 .${extensionOf(name.value)}，请改正扩展名后再上传`)
  }
  const fault = await faultOf(kind, bytes)
  return fault === null ? ok({ name: name.value, kind, mime, bytes }) : failed(fault)
}

async function kindOf(bytes: Buffer): Promise<FileKind | null> {
  // The library reads inside archives; ours are judged by the strict reader of workbooks alone.
  if (bytes.subarray(0, 4).equals(ARCHIVE)) return 'xlsx'
  const found = await fileTypeFromBuffer(bytes)
  return found === undefined ? null : kindOfMime(found.mime)
}

const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1')
/** The old container of Office: also what a password turns an .xlsx into. */
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/** `这里只接收 PDF、JPEG、PNG 和 XLSX 文件` */
function onlyTakes(taken: readonly FileKind[]): string {
  const [only] = taken
  if (only !== undefined && taken.length === 1) return `这里只接收 ${FILE_KINDS[only].label}`
  const names = taken.map((kind) => FILE_KINDS[kind].short)
  return `这里只接收 ${names.slice(0, -1).join('、')} 和 ${names.at(-1) ?? ''} 文件`
}

function notTaken(bytes: Buffer, taken: readonly FileKind[]): string {
  if (bytes.subarray(0, 8).equals(OLD_OFFICE)) return '旧格式（.xls）或加密的工作簿不能上传，请去掉密码并另存为 .xlsx'
  return `${onlyTakes(taken)}；看起来不是${taken.length === 1 ? '，请另存为这一种后再上传' : '其中任何一种'}`
}

async function faultOf(kind: FileKind, bytes: Buffer): Promise<string | null> {
  switch (kind) {
    case 'pdf':
      return pdfFault(bytes)
    case 'jpeg':
      return jpegFault(bytes)
    case 'png':
      return pngFault(bytes)
    case 'xlsx':
      return workbookFault(bytes)
  }
}
