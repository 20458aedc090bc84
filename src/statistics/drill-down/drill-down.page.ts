import type { Request, Response } from 'express'
import { page } from '../../web/page.js'
import { pagesOf, pageWithin } from '../../web/paging.js'
import type { MenuLink } from '../../kernel/menu-item.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { exportCell, type TableCell } from './table-cell.js'
import { writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'

/** The rows that a number on a page counts, for the page and for the export. */
export type DrillDown = {
  readonly title: string
  /** The number with its unit: `17 笔`. */
  readonly total: string
  readonly definition: string
  /** The filter of the page, as label and value. */
  readonly asked: readonly (readonly [string, string])[]
  /** Note below the definition, such as that names are hidden. */
  readonly note: string | null
  readonly sample: boolean
  readonly columns: readonly { readonly label: string; readonly width: number; readonly num?: boolean }[]
  readonly rows: readonly (readonly TableCell[])[]
}

export type DrillDownFrame = {
  readonly label: string
  readonly tabs: readonly MenuLink[]
  readonly back: { readonly text: string; readonly href: string }
  readonly exportHref: string
  /** The address of another page of the same list. */
  readonly pageHref: (number: number) => string
}

const PAGE_SIZE = 50
export const SAMPLE_STRIP = '示例数据：标有“示例”的行不代表真实业务。'

/** Shows the rows of a number, fifty a page. */
export function showDrillDown(req: Request, res: Response, behind: DrillDown, frame: DrillDownFrame): void {
  const number = pageWithin(req.query.page, PAGE_SIZE, behind.rows.length)
  const { rows, sample, asked } = behind
  page(res, 'statistics/behind', {
    ...behind,
    indexed: false,
    ...(sample && { strip: SAMPLE_STRIP }),
    desk: frame.label,
    tabs: frame.tabs,
    back: frame.back,
    exportHref: frame.exportHref,
    asked: asked.map(([label, text]) => `${label}：${text}`).join('，'),
    count: rows.length,
    rows: rows.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
    pages: pagesOf(number, PAGE_SIZE, rows.length, frame.pageHref),
  })
}

/** Sends the rows as a workbook; its cover has the filter, the time and the definition. */
export async function sendDrillDown(res: Response, behind: DrillDown, now: Date): Promise<void> {
  const { title, total, definition, asked, note, columns, rows } = behind
  workbookHeaders(res, `${title}.xlsx`)
  await writeExport(res, {
    title: title.slice(0, 31),
    cover: [
      ['导出时间', formatInstant(now)],
      ...asked,
      ['口径', definition],
      ['合计', total],
      ['行数', `${String(rows.length)} 行`],
      ...(note === null ? [] : [['说明', note] as const]),
    ],
    columns: columns.map(({ label, width }) => ({ header: label, width })),
    rows: rows.map((row) => row.map(exportCell)),
    samples: { over: '示例', rows: rows.map((row) => row.some(({ sample }) => sample === true)) },
  })
}
