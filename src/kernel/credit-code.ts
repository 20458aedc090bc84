import { failed, ok, type Result } from './result.js'
import { toHalfWidth } from './text.js'

const LENGTH = 18
/** GB 32100-2015: digits and letters without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/**
 * Reads a unified social credit code (统一社会信用代码) as people type it: full-width and small letters, blanks and
 * dashes are understood. The last character is checked (GB 32100-2015, modulus 31). Every refusal says in Chinese what
 * is wrong and how to mend it.
 */
export function parseCreditCode(text: string): Result<string> {
  const code = toHalfWidth(text)
    .replace(/[\s\-—]/g, '')
    .toUpperCase()
  if (code === '') return failed('请填写统一社会信用代码')
  const length = [...code].length
  if (length !== LENGTH) return failed(`统一社会信用代码是 ${LENGTH} 位，您填写了 ${length} 位，请核对`)
  const foreign = [...code].find((char) => !ALPHABET.includes(char))
  if (foreign !== undefined) {
    return failed(`代码中不会出现“${foreign}”：字母 I、O、S、V、Z 不使用，请核对是否为数字 1、0、5、2`)
  }
  if (!/^[1-9ANY]/.test(code)) return failed('代码的第一位不是登记管理部门代码，请对照营业执照核对')
  if (checkCharacter(code) !== code.charAt(LENGTH - 1))
    return failed('代码的校验位不对，可能有一位填错，请对照营业执照核对')
  return ok(code)
}

/**
 * How the code of every sample firm begins: the region 000000 is given to nobody, so that no real firm can have it
 * though its check character is right.
 */
export const SAMPLE_CODE_STEM = '91000000DEM0'

/** Whether a code is that of an invented firm. */
export const isSampleCode = (code: string): boolean => code.startsWith(SAMPLE_CODE_STEM)

/** The last character that the first 17 call for. */
function checkCharacter(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(code.charAt(at)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}
