import type { LawDate } from '../../kernel/dates.js'
import { type Fen, parseWan } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import {
  type Cell,
  type CellOf,
  cellReader,
  cellText,
  type ColumnFault,
  readDateCell,
  readTextCell,
  type SheetTable,
} from '../../spreadsheets/index.js'
import { UNPUBLISHED, type NewAgreement } from './agreement.js'

export const agreementColumns =
  ['title', 'bank', 'signedOn', 'from', 'until', 'line', 'purpose', 'terms', 'source'] as const // prettier-ignore
export type AgreementColumn = (typeof agreementColumns)[number]

/** Who may stand as the bank of an agreement. */
export type BankChoice = { readonly id: string; readonly name: string }

const LONGEST_TERMS = 4000

/** One agreement as the form reads it. */
export function agreementTable(banks: readonly BankChoice[]): SheetTable<NewAgreement, AgreementColumn> {
  return {
    id: 'agreement',
    title: '授信协议',
    columns: [
      { id: 'title', label: '协议名称', required: true, width: 36, hint: '如“绿色金融战略合作协议”' },
      { id: 'bank', label: '银行', required: true, width: 24, hint: '', choices: [...banks.map(({ name }) => name), UNPUBLISHED] },
      { id: 'signedOn', label: '签订日期', required: false, width: 14, hint: '如 2025-01-31' },
      { id: 'from', label: '有效期起', required: false, width: 14, hint: '如 2025-02-01；留空按签订日期' },
      { id: 'until', label: '有效期止', required: false, width: 14, hint: '如 2028-01-31；没有约定的留空' },
      { id: 'line', label: '授信总额', required: false, width: 18, unit: '万元', hint: '100 亿元写 1000000；不知道的留空，不要填 0' },
      { id: 'purpose', label: '支持方向', required: false, width: 40, hint: '200 字以内' },
      { id: 'terms', label: '主要条款', required: false, width: 60, hint: '可以分行，4000 字以内', long: true },
      { id: 'source', label: '来源', required: false, width: 36, hint: '协议文本或公开报道的标题，200 字以内' },
    ], // prettier-ignore
    headerColumns: ['title'],
    nameColumn: 'title',
    parse: (cellOf, today) => parseAgreement(banks, cellOf, today),
    keyOf: ({ title, bankId }) => `${bankId ?? ''}|${title}`,
  }
}

function parseAgreement(
  banks: readonly BankChoice[],
  cellOf: CellOf<AgreementColumn>,
  today: LawDate,
): Result<NewAgreement, readonly ColumnFault<AgreementColumn>[]> {
  const { take, faults } = cellReader(cellOf)
  const title = take('title', readTitle)
  const bank = take('bank', (cell) => readBank(cell, banks))
  const signedOn = take('signedOn', readDateCell)
  const from = take('from', readDateCell)
  const until = take('until', readDateCell)
  const lineFen = take('line', readLine)
  const purpose = take('purpose', (cell) => readTextCell(cell, 200))
  const terms = take('terms', readLines)
  const source = take('source', (cell) => readTextCell(cell, 200))
  if (signedOn !== null && signedOn > today) faults.push({ column: 'signedOn', reason: '晚于今天，请核对' })
  const first = from ?? signedOn
  if (first !== null && until !== null && until < first) {
    faults.push({ column: 'until', reason: '早于有效期的第一天，请核对' })
  }
  if (faults.length > 0 || title === null || bank === null) return failed(faults)
  const named = bank === 'unpublished' ? { bankId: null, bankName: null } : { bankId: bank.id, bankName: bank.name }
  return ok({ ...named, title, signedOn, from, until, lineFen, purpose, terms, source })
}

function readTitle(cell: Cell): Result<string> {
  const text = readTextCell(cell, 100)
  if (!text.ok) return text
  return text.value === null ? failed('没有填写协议名称') : ok(text.value)
}

function readBank(cell: Cell, banks: readonly BankChoice[]): Result<BankChoice | 'unpublished'> {
  const text = cellText(cell).trim()
  if (text === '') return failed(`没有选银行；不知道是哪一家的选“${UNPUBLISHED}”`)
  if (text === UNPUBLISHED) return ok('unpublished')
  const found = banks.find(({ name }) => name === text)
  return found ? ok(found) : failed(`合作机构中没有“${text.slice(0, 30)}”，请从列表中选`)
}

function readLine(cell: Cell): Result<Fen | null> {
  const fen = parseWan(cellText(cell))
  if (!fen.ok || fen.value === null) return fen
  if (fen.value < 0) return failed('不能是负数')
  return fen.value === 0 ? failed('不能是 0；不知道的请留空') : fen
}

/** Terms keep their lines; what a spreadsheet or a browser could run is kept out as everywhere. */
function readLines(cell: Cell): Result<string | null> {
  const text = cellText(cell).replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').trim() // prettier-ignore
  if (/[^\P{Cc}\n\t]|[\p{Cf}\ufffd<>]/u.test(text)) return failed('含有不能使用的字符，请重新输入')
  return text.length > LONGEST_TERMS ? failed(`太长，最多 ${LONGEST_TERMS} 个字`) : ok(text === '' ? null : text)
}
