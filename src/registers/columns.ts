import { toHalfWidth } from '../kernel/text.js'
import type { Register } from './register.js'
import type { Cell } from './sheet/cell.js'
import { SAMPLE_COLUMN } from './sheet/sample-mark.js'

export const columnIds = ['name', 'creditCode', 'grade', 'year', 'validFrom', 'validTo', 'source'] as const
export type ColumnId = (typeof columnIds)[number]

export type Column = { readonly id: ColumnId; readonly label: string; readonly needed: boolean; readonly hint: string }

/** The columns of a register, in the order of the template and of the form. */
export function columnsOf(register: Register): readonly Column[] {
  const { named, grade, yearly } = register
  return [
    { id: 'name', label: named, needed: true, hint: '与营业执照或公布的名单一致，2 到 100 个字' },
    {
      id: 'creditCode',
      label: '统一社会信用代码',
      needed: false,
      hint: '18 位，单元格设为文本；名单没有给出的留空，按名称核对',
    },
    ...(grade === null
      ? []
      : [{ id: 'grade' as const, label: grade.label, needed: true, hint: `只能填：${grade.values.join('、')}` }]),
    { id: 'year', label: yearly ? '监察年度' : '认定年度', needed: yearly, hint: '四位数字，如 2025' },
    { id: 'validFrom', label: '有效期起', needed: false, hint: '如 2025-01-31，可留空' },
    { id: 'validTo', label: '有效期止', needed: false, hint: '如 2028-01-30，长期有效留空' },
    { id: 'source', label: '来源', needed: false, hint: '公布名单的文件名或文号，200 字以内' },
  ]
}

const OTHER_WORDS: Readonly<Record<ColumnId, readonly string[]>> = {
  name: ['名称', '企业名称', '单位名称', '园区名称', '公司名称'],
  creditCode: ['统一社会信用代码', '社会信用代码', '信用代码'],
  grade: ['级别', '等级', '监察结果', '结果', '称号', '称号名称'],
  year: ['年度', '年份', '认定年度', '监察年度', '批次年度'],
  validFrom: ['有效期起', '有效期自', '有效期开始', '生效日期'],
  validTo: ['有效期止', '有效期至', '有效期截止', '失效日期'],
  source: ['来源', '依据', '文件', '文号', '公布文件'],
}

export type Header =
  | {
      readonly kind: 'header'
      readonly places: ReadonlyMap<ColumnId, number>
      /** Where each row says whether it is a sample; null where the sheet does not say it. */
      readonly mark: number | null
      readonly unused: readonly string[]
    }
  /** It looks like a header, and this is wrong with it. */
  | { readonly kind: 'fault'; readonly reason: string }
  | { readonly kind: 'none' }

/** Reads a row as the header: it is one when it has a column for the name. Columns may stand in any order. */
export function headerIn(cells: readonly (Cell | undefined)[], register: Register): Header {
  const columns = columnsOf(register)
  const places = new Map<ColumnId, number>()
  const unused: string[] = []
  let twice = ''
  let mark: number | null = null
  cells.forEach((cell, place) => {
    if (cell?.kind !== 'text') return
    const words = plain(cell.text)
    const column = columns.find(({ id, label }) => words === plain(label) || OTHER_WORDS[id].includes(words))
    if (words === SAMPLE_COLUMN) mark ??= place
    else if (column === undefined) unused.push(cell.text.trim().slice(0, 20))
    else if (places.has(column.id)) twice = column.label
    else places.set(column.id, place)
  })
  if (!places.has('name')) return { kind: 'none' }
  if (twice !== '') return { kind: 'fault', reason: `表头中“${twice}”出现了两次，请只保留一列` }
  const missing = columns.filter(({ id, needed }) => needed && !places.has(id))
  if (missing.length > 0) {
    return { kind: 'fault', reason: `表头中缺少“${missing.map(({ label }) => label).join('”“')}”，请按模板补上` }
  }
  return { kind: 'header', places, mark, unused }
}

/** Stars and brackets behind a label, as forms mark what is needed, do not count. */
const plain = (text: string) => toHalfWidth(text).replace(/[\s*]|\(.*\)$/g, '')
