import { crc32, inflateRaw } from 'node:zlib'
import { promisify } from 'node:util'
import { readZipDirectory, type ZipEntry } from './zip-directory.js'

const inflate = promisify(inflateRaw)

const MOST_ENTRIES = 2000
/** All parts of a workbook together, unpacked. A real one of 10 MB unpacks to some 60 MB. */
const MOST_UNPACKED = 128 * 1024 * 1024
/** Deflate cannot do better than 1032 to 1; sheets of real figures stay under 50. */
const MOST_RATIO = 200
/** Small parts, such as a sheet of one repeated value, may pack well and do no harm. */
const HARMLESS = 1024 * 1024

const CONTENT_TYPES = '[Content_Types].xml'
const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

/**
 * What is wrong with an .xlsx as evidence, in Chinese; null when nothing is. Every part is unpacked within limits and
 * compared with its checksum, so that what the directory promises is what is there.
 */
export async function workbookFault(bytes: Buffer): Promise<string | null> {
  const directory = readZipDirectory(bytes, MOST_ENTRIES)
  if (!directory.ok) return '工作簿的结构不完整或被改动过，请用表格软件打开后另存为 .xlsx 再上传'
  const { entries } = directory
  return namesFault(entries) ?? sizesFault(entries) ?? (await contentFault(bytes, entries))
}

function namesFault(entries: readonly ZipEntry[]): string | null {
  if (entries.some(({ encrypted }) => encrypted)) return '工作簿加了密，请去掉密码后再上传'
  const names = entries.map(({ name }) => name.toLowerCase())
  if (new Set(names).size < names.length) return '工作簿中有重名的部分，请用表格软件另存为 .xlsx 后再上传'
  if (names.some((name) => /(^|\/)\.\.?(\/|$)|^\/|\\|:|[\p{Cc}\ufffd]/u.test(name))) {
    return '工作簿中有不正常的路径，请用表格软件另存为 .xlsx 后再上传'
  }
  if (names.some((name) => /vbaproject|macrosheets|activex|\.(?:exe|dll|js|vbs|jar|html?)$/.test(name))) {
    return '工作簿含有宏或可运行的内容，请另存为不含宏的 .xlsx 后再上传'
  }
  if (names.some((name) => /^xl\/(?:embeddings|externallinks)\//.test(name))) {
    return '工作簿含有嵌入的文件或外部链接，请断开链接、删除嵌入对象后再上传'
  }
  return null
}

const BOMB = '工作簿解压后异常地大，请只保留需要的内容后再上传'

function sizesFault(entries: readonly ZipEntry[]): string | null {
  const unpacked = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const dense = entries.some(({ bytes, compressedBytes }) => bytes > HARMLESS && bytes > compressedBytes * MOST_RATIO)
  return unpacked > MOST_UNPACKED || dense ? BOMB : null
}

async function contentFault(bytes: Buffer, entries: readonly ZipEntry[]): Promise<string | null> {
  let types = ''
  for (const entry of entries) {
    const content = await unpack(bytes, entry)
    if (content === null) return '工作簿有损坏的部分，请用表格软件打开后另存为 .xlsx 再上传'
    if (entry.name === CONTENT_TYPES) types = content.toString('utf8')
    // Office writes neither; a part that defines entities is made to blow up whoever reads it.
    if (content.includes('<!DOCTYPE') || content.includes('<!ENTITY')) return '工作簿含有不允许的定义，请另存后再上传'
  }
  if (/macroEnabled|vbaProject/i.test(types)) return '工作簿含有宏，请另存为不含宏的 .xlsx 后再上传'
  const hasBook = entries.some(({ name }) => name === 'xl/workbook.xml')
  return hasBook && types.includes(WORKBOOK_TYPE) ? null : '不是 Excel 工作簿（.xlsx），请用表格软件另存后再上传'
}

/** The content of a part, never more than the directory promises; null when it is not what it promises. */
async function unpack(
  bytes: Buffer,
  { method, dataStart, compressedBytes, ...entry }: ZipEntry,
): Promise<Buffer | null> {
  const packed = bytes.subarray(dataStart, dataStart + compressedBytes)
  if (method !== 0 && method !== 8) return null
  try {
    const content = method === 0 ? packed : await inflate(packed, { maxOutputLength: Math.max(1, entry.bytes) })
    return content.length === entry.bytes && crc32(content) === entry.crc ? content : null
  } catch {
    return null
  }
}
