import { parseCreditCode } from '../../kernel/credit-code.js'
import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { toHalfWidth } from '../../kernel/text.js'
import type { Cell } from './cell.js'

/** A text that a spreadsheet would run as a formula is no name and no title; it is kept out at the door. */
export function readText(cell: Cell, longest: number): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  // Pages that people copy from leave marks of no width.
  const text = wordsOf(cell)
    .normalize('NFC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/gu, ' ')
    .trim()
  if (/[\p{Cc}\p{Cf}\ufffd<>]/u.test(text)) return failed('含有不能使用的字符，请重新输入')
  if (/^[=+\-@＝＋－＠]/u.test(text)) return failed(`不能以“${text.charAt(0)}”开头，请改正`)
  return text.length > longest ? failed(`太长，最多 ${longest} 个字`) : ok(text === '' ? null : text)
}

/** A unified social credit code; empty is null. The error is a Chinese sentence. */
export function readCode(cell: Cell): Result<string | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'number') {
    return failed('代码被存成了数字，末几位已经丢失，请把这一列设为文本后重新填写')
  }
  return parseCreditCode(wordsOf(cell))
}

const WRITTEN = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/

/** A day as a date cell, or as people write it; empty is null. The error is a Chinese sentence. */
export function readDate(cell: Cell): Result<LawDate | null> {
  if (cell.kind === 'empty') return ok(null)
  if (cell.kind === 'date') return isLawDate(cell.date) ? ok(cell.date) : failed('日期无法识别，请写成 2025-01-31')
  const text = toHalfWidth(wordsOf(cell)).replace(/\s|0?0:00(:00)?$/g, '')
  if (cell.kind === 'number' && text.length !== 8) {
    return failed(`“${text}”是没有设成日期格式的数字，请把单元格设为日期，或写成 2025-01-31`)
  }
  const parts = WRITTEN.exec(text)
  const [, year = '', month, day, bareMonth, bareDay] = parts ?? []
  const date = [year, (month ?? bareMonth ?? '').padStart(2, '0'), (day ?? bareDay ?? '').padStart(2, '0')].join('-')
  return isLawDate(date) ? ok(date) : failed(`日期“${text.slice(0, 20)}”不存在或写法不对，请写成 2025-01-31`)
}

/** What stands in a cell as text; nothing for what is no value. */
export const wordsOf = (cell: Cell): string => {
  switch (cell.kind) {
    case 'text':
      return cell.text
    case 'number':
      return String(cell.value)
    case 'date':
      return cell.date
    case 'empty':
    case 'fault':
      return ''
  }
}
