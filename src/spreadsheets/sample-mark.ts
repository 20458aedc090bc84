import { isSampleCode } from '../kernel/credit-code.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { type Cell, cellText, EMPTY_CELL } from './xlsx/cell.js'

/** The column in which a sheet says of every row whether it is invented, and what it says. */
export const SAMPLE_COLUMN = '示例'
export const sampleMark = (isSample: boolean): string => (isSample ? '是' : '否')

/** Whether a cell of that column marks its row as invented. A word that is neither yes nor no is not guessed at. */
export function readSampleMark(cell: Cell = EMPTY_CELL): Result<boolean> {
  const words = cellText(cell).trim()
  if (words === '' || words === sampleMark(false)) return ok(false)
  return words === sampleMark(true) || words === SAMPLE_COLUMN ? ok(true) : failed('只能写“是”或“否”，不是示例的留空')
}

/** Why a row that is marked is not taken as a real one; null where it may be. */
export function sampleMarkFault(cell: Cell | undefined): string | null {
  const read = readSampleMark(cell)
  if (!read.ok) return read.error
  return read.value ? '这一行是示例数据，不能作为正式数据导入，请删除这一行' : null
}

/**
 * Why a row cannot be real though nothing marks it: every sample firm has a code that no registry gives, and 示例 in its
 * name. Null where it may be real.
 */
export function sampleEnterpriseFault(row: {
  readonly name: string
  readonly creditCode: string | null
}): string | null {
  if (row.creditCode !== null && isSampleCode(row.creditCode)) {
    return '这是示例企业的信用代码，不能作为正式数据保存，请删除这一行'
  }
  return row.name.includes(SAMPLE_COLUMN)
    ? '企业名称中有“示例”，不能作为正式数据保存，请删除这一行或改为真实名称'
    : null
}
