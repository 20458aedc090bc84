import type { Request, Response } from 'express'
import { pageErrorOf } from '../../error-pages.js'
import type { Typed } from '../../web/form.js'
import { bankTabs } from '../../menus.js'
import { page } from '../../web/page.js'

/** The labels of fields whose text is shown again after a conflict. */
const WRITTEN: Readonly<Record<string, string>> = {
  amount: '金额（万元）',
  rate: '年利率（%）',
  months: '期限（月）',
  conditions: '条件',
  code: '原因代码',
  text: '说明',
  note: '说明',
  remark: '备注',
  answer: '答复',
  explanation: '原因',
  promised: '办完的日期',
  against: '核对依据',
  items: '补充内容',
  reason: '原因',
  place: '地点',
  plan: '还本计划',
  on: '日期',
  plannedOn: '走访日期',
  validUntil: '有效期',
}

/**
 * Does what a form asks for. Where it cannot be done any more, because somebody was faster or the state has changed, the
 * page says so, and shows what was typed so that it can be copied.
 */
export async function runOrShowConflict(
  res: Response,
  req: Request,
  typed: Typed,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    const refused = pageErrorOf(error)
    if (refused?.status !== 409) throw error
    res.status(409).set('Cache-Control', 'no-store')
    page(res, 'review/conflict', {
      title: refused.title,
      indexed: false,
      tabs: bankTabs('queue'),
      message: refused.publicMessage,
      suggestions: refused.suggestions,
      requestId: typeof req.id === 'string' ? req.id : '',
      typed: Object.entries(typed).flatMap(([name, text]) => {
        const label = WRITTEN[name]
        return label === undefined || text.trim() === '' ? [] : [{ name, label, text: text.slice(0, 4000) }]
      }),
    })
  }
}
