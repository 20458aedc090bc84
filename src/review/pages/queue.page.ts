import type { Stream } from 'node:stream'
import type { Request, Response } from 'express'
import { STATE_NAMES, type Application } from '../../applications/index.js'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { clockOf, queueOf, type QueueQuery } from '../rules/queue.js'
import type { ReviewService } from '../review.service.js'
import { clockView, filterChoices, listOf, queueHref, queueRow, readQuery } from './queue.views.js'
import { wanFromFen } from '../../kernel/money.js'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { workbookTo } from '../../spreadsheets/index.js'

const PAGE_SIZE = 20
export const SAMPLE_STRIP = '示例数据：标有“示例”的申请、金额和进度均为示例，不代表任何机构的真实业务。'
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']

/** `GET /bank`: the bank's applications with their clocks, those that need this person first. */
export const showQueue = (review: ReviewService) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const now = review.now()
  const query = readQuery(req.query)
  const open = await review.ofBank(user, 'open')
  const { rows, counts } = queueOf(listOf(query) === 'open' ? open : await review.ofBank(user, 'ended'), query, {
    user,
    now,
  })
  const number = pageNumberIn(req.query.page)
  const shown = rows.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
  const today = chinaDay(now)
  const products = new Map(open.map(({ productId, productName }) => [productId ?? '', productName ?? '未写明产品']))
  page(res, 'review/queue', {
    title: '我的待办',
    indexed: false,
    tabs: bankTabs('queue'),
    ...(shown.some(({ isSample }) => isSample) && { strip: SAMPLE_STRIP }),
    today: `${formatDate(today)} 周${WEEKDAYS[new Date(`${today}T00:00:00Z`).getUTCDay()] ?? ''}`,
    action: paths.bank({}),
    query,
    choices: filterChoices(query, products),
    stats: statsOf(listOf(query) === 'open' ? counts : queueOf(open, query, { user, now }).counts, user),
    filtered: isFiltered(query),
    total: rows.length,
    rows: shown.map((row) => queueRow(row, user, now)),
    exportHref: paths.bankExport({}, query),
    settingsHref: user.role === 'manager' ? paths.bankSettings({}) : '',
    pages: pagesOf(number, PAGE_SIZE, rows.length, (other) => queueHref(query, other)),
  })
}

/** `GET /bank/applications.xlsx`: all filtered rows in the same order. */
export const sendQueue = (review: ReviewService) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const now = review.now()
  const query = readQuery(req.query)
  const { rows } = queueOf(await review.ofBank(user, listOf(query)), query, { user, now })
  workbookHeaders(res, `待办申请_${chinaDay(now)}.xlsx`)
  await writeQueue(res, rows, now)
}

const EMPTY: QueueQuery = { q: '', step: '', who: '', due: '', product: '', sort: 'due' }

const isFiltered = ({ q, step, who, due, product }: QueueQuery) =>
  [q, step, who, due, product].some((one) => one !== '')

/** The counts, each with a link to its rows. */
function statsOf(counts: ReturnType<typeof queueOf>['counts'], { role }: Express.User) {
  const stat = (text: string, count: number, narrow: Partial<QueueQuery>, css = '') => ({
    text,
    count,
    css: count > 0 ? css : '',
    href: queueHref({ ...EMPTY, ...narrow }),
  })
  return [
    ...(role === 'manager' ? [stat('待我审批', counts.proposals, { step: 'proposal' }, 'unknown')] : []),
    stat('已逾期', counts.overdue, { due: 'overdue' }, 'fail'),
    stat('快到期', counts.amber, { due: 'amber' }, 'unknown'),
    stat('由我负责', counts.mine, { who: 'mine' }),
    stat('未分配', counts.unassigned, { who: 'unassigned' }),
    stat('全部未办结', counts.all, {}),
  ]
}

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

/** Writes the rows of a queue as a workbook; no text is read as a formula. */
async function writeQueue(stream: Stream, rows: readonly Application[], now: Date): Promise<void> {
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
