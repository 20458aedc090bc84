import { endOfCentralDirectory } from './zip-directory.js'

const HEAD_BYTES = 1024
const END = '%%EOF'

/**
 * What is wrong with a PDF as evidence, in Chinese; null when nothing is. A PDF has to begin and to end as one: what
 * hangs before or behind it is another file in the same bytes. Encrypted files cannot be read by the people they are
 * for; scripts, launched programs and embedded files have no place in evidence.
 * Dictionaries packed inside compressed object streams are not searched: a viewer's own protection stands there.
 */
export function pdfFault(bytes: Buffer): string | null {
  const text = bytes.toString('latin1')
  if (!/^%PDF-[12]\.\d/.test(text)) return '不是完整的 PDF 文件，请重新导出后上传'
  const end = text.lastIndexOf(END)
  if (end < 0) return 'PDF 文件不完整，请重新导出后上传'
  if (/[^\s\0]/.test(text.slice(end + END.length))) return 'PDF 文件末尾带有其他内容，请重新导出后上传'
  if (endOfCentralDirectory(bytes) !== null) return '文件里还藏有一个压缩包，请重新导出为单纯的 PDF'
  if (/<(?:!doctype\s+html|html|script|svg)\b/i.test(text.slice(0, HEAD_BYTES))) {
    return '文件里混有网页内容，请重新导出为单纯的 PDF'
  }
  const names = withoutEscapes(text)
  if (/\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(names)) return 'PDF 文件加了密，请去掉密码后再上传'
  if (/\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])/.test(names)) {
    return 'PDF 文件里有脚本、附件或可运行的内容，请用“打印为 PDF”另存后再上传'
  }
  return null
}

/** Names may be spelled with #xx for any letter: /J#61vaScript is /JavaScript. */
function withoutEscapes(text: string): string {
  return text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
