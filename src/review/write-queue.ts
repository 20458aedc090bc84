import type { Stream } from 'node:stream'
import { type Application, STATE_NAMES } from '../applications/index.js'
import { chinaDay, formatDate } from '../kernel/dates.js'
import { wanFromFen } from '../kernel/money.js'
import { withoutFormula } from '../kernel/sheet-text.js'
import { workbookTo } from '../spreadsheets/index.js'
import { clockView } from './clock-text.js'
import { clockOf } from './rules/queue.js'

const COLUMNS = [
  ['申请编号', 22],
  ['企业', 36],
  ['项目或用途', 36],
  ['产品', 30],
  ['金额（万元）', 14],
  ['期限（月）', 10],
  ['状态', 18],
  ['环节', 14],
  ['计时', 40],
  ['负责人', 14],
  ['提交日期', 16],
  ['备注', 10],
] as const

/** The rows of a queue as a workbook. Texts stay texts: none is run as a formula. */
export async function writeQueue(stream: Stream, rows: readonly Application[], now: Date): Promise<void> {
  const workbook = workbookTo(stream)
  const sheet = workbook.addWorksheet('待办', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = COLUMNS.map(([header, width]) => ({ header, width }))
  for (const application of rows) {
    const { number, enterpriseName, title, productName, amountFen, termMonths, state, officerName } = application
    const { step, text } = clockView(application, clockOf(application, now), now)
    sheet
      .addRow([
        ...[withoutFormula(number), withoutFormula(enterpriseName), withoutFormula(title), withoutFormula(productName)],
        ...[wanFromFen(amountFen), termMonths, STATE_NAMES[state], step, text],
        withoutFormula(officerName) ?? '未分配',
        formatDate(chinaDay(application.submittedAt)),
        application.isSample ? '示例' : null,
      ])
      .commit()
  }
  sheet.commit()
  await workbook.commit()
}
