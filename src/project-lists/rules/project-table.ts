import { parseFormNumber } from '../../kernel/form-number.js'
import { type Fen, parseWan } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { toHalfWidth } from '../../kernel/text.js'
import {
  type Cell,
  type CellOf,
  cellReader,
  cellText,
  type ColumnFault,
  readCreditCodeCell,
  readTextCell,
  sampleEnterpriseFault,
  type SheetTable,
} from '../../spreadsheets/index.js'
import type { Reference } from '../../reference/index.js'
import { type NewProject, projectKey, type Stage, stages } from './project.js'

export const projectColumns =
  ['title', 'owner', 'creditCode', 'division', 'stage', 'investment', 'gap', 'saving', 'green', 'source'] as const // prettier-ignore
export type ProjectColumn = (typeof projectColumns)[number]

type Known = Pick<Reference, 'divisions' | 'greenClasses'>

/** One project of the three lists, as workbooks and the form have it. */
export function projectTable(known: Known): SheetTable<NewProject, ProjectColumn> {
  const divisions = known.divisions.map(({ division }) => division)
  return {
    id: 'pipeline',
    title: '三张清单',
    columns: [
      { id: 'title', label: '项目名称', required: true, width: 40, hint: '2 到 100 个字；同一企业的项目不能重名', alias: ['节能改造项目', '项目'] },
      { id: 'owner', label: '企业名称', required: true, width: 36, hint: '与营业执照一致', alias: ['单位名称', '项目单位', '业主单位'] },
      { id: 'creditCode', label: '统一社会信用代码', required: false, width: 24, hint: '18 位，单元格设为文本；填了，企业登录后就能看到并发起融资需求', alias: ['信用代码', '社会信用代码'] },
      { id: 'division', label: '师市', required: false, width: 14, hint: '如 第八师、石河子市', choices: divisions, alias: ['所属师市'] },
      { id: 'stage', label: '阶段', required: true, width: 10, hint: `只能填：${stages.join('、')}`, choices: stages, alias: ['项目阶段'] },
      { id: 'investment', label: '总投资', required: false, width: 18, unit: '万元', hint: '1.2 亿元写 12000；不知道的留空', alias: ['投资', '项目总投资'] },
      { id: 'gap', label: '资金缺口', required: false, width: 18, unit: '万元', hint: '还没有着落的资金，没有缺口填 0；不能超过总投资', alias: ['融资需求'] },
      { id: 'saving', label: '年节能量', required: false, width: 20, unit: '吨标准煤', hint: '预计每年节约的标准煤；不知道的留空', alias: ['预计年节能量'] },
      { id: 'green', label: '绿色类别', required: false, width: 26, hint: '绿色金融支持项目目录（2025 年版）的编码或名称，如 1.1.1', alias: ['绿色目录类别', '目录编码'] },
      { id: 'source', label: '来源', required: false, width: 32, hint: '清单或文件的名称，200 字以内' },
    ], // prettier-ignore
    headerColumns: ['title', 'owner'],
    nameColumn: 'title',
    parse: (cellOf) => parseProject(known, cellOf),
    refusalOf: ({ owner, creditCode }) => sampleEnterpriseFault({ name: owner, creditCode }),
    keyOf: projectKey,
  }
}

function parseProject(
  known: Known,
  cellOf: CellOf<ProjectColumn>,
): Result<NewProject, readonly ColumnFault<ProjectColumn>[]> {
  const { take, faults } = cellReader(cellOf)
  const title = take('title', (cell) => readName(cell, '项目名称'))
  const owner = take('owner', (cell) => readName(cell, '企业名称'))
  const creditCode = take('creditCode', readCreditCodeCell)
  const division = take('division', (cell) => readDivision(cell, known.divisions))
  const stage = take('stage', readStage)
  const investmentFen = take('investment', (cell) => readFen(cell, false))
  const gapFen = take('gap', (cell) => readFen(cell, true))
  const savingTce = take('saving', readSaving)
  const greenCode = take('green', (cell) => readGreen(cell, known.greenClasses))
  const source = take('source', (cell) => readTextCell(cell, 200))
  if (investmentFen !== null && gapFen !== null && gapFen > investmentFen) {
    faults.push({ column: 'gap', reason: '资金缺口大于总投资，请核对' })
  }
  if (faults.length > 0 || title === null || owner === null || stage === null) return failed(faults)
  return ok({ title, owner, creditCode, division, stage, investmentFen, gapFen, savingTce, greenCode, source })
}

function readName(cell: Cell, what: string): Result<string> {
  const text = readTextCell(cell, 100)
  if (!text.ok) return text
  if (text.value === null) return failed(`没有填写${what}`)
  return text.value.length < 2 ? failed(`${what}太短，请写全称`) : ok(text.value)
}

function readDivision(cell: Cell, divisions: Known['divisions']): Result<string | null> {
  const text = toHalfWidth(cellText(cell)).replace(/\s/g, '')
  if (text === '') return ok(null)
  const found = divisions.find(({ name, division, short_name, aliases, city }) =>
    [name, division, short_name, city, ...aliases].includes(text),
  )
  return found ? ok(found.division) : failed(`师市“${text.slice(0, 20)}”不认识，请写成 第八师 或 石河子市`)
}

function readStage(cell: Cell): Result<Stage> {
  const text = toHalfWidth(cellText(cell)).replace(/\s/g, '')
  if (text === '') return failed(`没有填写阶段，只能填：${stages.join('、')}`)
  const found = stages.find((stage) => stage === text)
  return found ? ok(found) : failed(`阶段“${text.slice(0, 20)}”不认识，只能填：${stages.join('、')}`)
}

/** A sheet keeps what people typed as 0.3 in sixteen digits or more; fifteen of them were meant. */
const typedText = (cell: Cell) => (cell.kind === 'number' ? String(Number(cell.value.toPrecision(15))) : cellText(cell))

function readFen(cell: Cell, mayBeNone: boolean): Result<Fen | null> {
  if (cell.kind === 'date') return failed('这里是日期，请填写金额')
  const fen = parseWan(typedText(cell))
  if (!fen.ok || fen.value === null) return fen
  if (fen.value < 0) return failed('不能是负数')
  return fen.value === 0 && !mayBeNone ? failed('不能是 0；不知道的请留空') : fen
}

function readSaving(cell: Cell): Result<number | null> {
  if (cell.kind === 'date') return failed('这里是日期，请填写数字')
  const typed = typedText(cell).replace(/吨标煤$/, '吨标准煤')
  const number = parseFormNumber(typed, { unit: '吨标准煤', min: 0, max: 1e9 })
  if (number.kind === 'fault') return failed(number.reason)
  if (number.kind === 'missing') return ok(null)
  const hundredths = Math.round(number.value * 100)
  return Math.abs(hundredths - number.value * 100) > 1e-6 ? failed('小数太多，最多两位') : ok(hundredths / 100)
}

function readGreen(cell: Cell, classes: Known['greenClasses']): Result<string | null> {
  if (cell.kind === 'date' || (cell.kind === 'number' && !Number.isInteger(cell.value))) {
    return failed('编码被存成了数字或日期，请把这一列设为文本后重新填写')
  }
  const text = toHalfWidth(cellText(cell)).trim()
  if (text === '') return ok(null)
  const [, code = ''] = /^(\d+(?:\.\d+)*)(?:\s|$)/.exec(text) ?? []
  if (code !== '') return classes.find(code) ? ok(code) : failed(`绿色目录中没有编码“${code.slice(0, 20)}”，请核对`)
  const named = classes.all.filter(({ name }) => name === text)
  const [only, ...others] = named
  if (!only) return failed(`绿色目录中没有“${text.slice(0, 20)}”，请填编码，如 1.1.1`)
  return others.length === 0 ? ok(only.code) : failed(`绿色目录中有 ${named.length} 个“${text.slice(0, 20)}”，请填编码`)
}
