import { failed, ok, type Result } from '../kernel/result.js'

const LONGEST_BYTES = 200
/** Characters that no file name may hold: controls, and the invisible marks that turn the reading direction. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
/** What Windows does not allow in a name; it would be mangled when the file is saved there. */
const RESERVED = /[<>:"|?*]/g

/**
 * The name of an uploaded file as it is kept and shown: no folders, no control characters, composed Unicode (macOS
 * sends decomposed), at most 200 bytes. The error is a Chinese sentence.
 */
export function cleanFileName(raw: string): Result<string> {
  if (CONTROLS.test(raw)) return failed('文件名中有不可见的控制字符，请重命名后再上传')
  if (raw.includes('\ufffd')) return failed('文件名的编码无法识别，请重命名后再上传')
  const bare = raw.normalize('NFC').replaceAll('\\', '/').split('/').at(-1) ?? ''
  const name = bare.replace(RESERVED, '_').trim().replace(/^\.+/, '')
  const dot = name.lastIndexOf('.')
  if (dot < 1 || dot === name.length - 1) return failed('文件名要带扩展名，例如 营业执照.pdf')
  if (Buffer.byteLength(name) > LONGEST_BYTES) return failed('文件名太长，请改短到 60 个汉字以内')
  return ok(name)
}

/** The extension in lower case, without the dot; empty when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}
