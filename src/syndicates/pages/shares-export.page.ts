import type { Request, Response } from 'express'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { workbookTo } from '../../spreadsheets/index.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { isJoint, roleName, RULE_SOURCE } from '../rules/share-rules.js'
import { SYNDICATE_STATE_NAMES } from '../rules/state-table.js'
import { sharesOf, type SyndicateMember, type SyndicatePayment } from '../rules/syndicate.js'
import { SYNDICATE_SAMPLE_STRIP, type SyndicatePagesDeps } from './syndicate-page.js'
import { rateText, rulesOf, termText } from './syndicate.views.js'

const FEN_PER_YUAN = 100
const YUAN = '#,##0.00'
const KINDS: Readonly<Record<SyndicatePayment['kind'], string>> = { drawdown: '提款', repayment: '归还本金' }

/** `GET /syndicates/:id/shares.xlsx`: shares and every payment split by bank, in 元, of what this person may see. */
export const exportShares =
  ({ syndicates, now }: SyndicatePagesDeps) =>
  async (req: Request, res: Response) => {
    const user = currentUser(req)
    const { syndicate, access: sight } = await syndicates.see(user, idParam(req))
    const { title, enterpriseName, state, isSample, reported, totalFen } = syndicate
    const all = sharesOf(syndicate)
    const shares =
      sight === 'all' ? all : all.filter((one) => one.role === 'lead' || one.bankId === user.organisation.id)
    const jointly = isJoint(all)
    workbookHeaders(res, `${title}_份额表.xlsx`)

    const workbook = workbookTo(res)
    const cover = workbook.addWorksheet('说明')
    cover.columns = [{ width: 18 }, { width: 90 }]
    const lines: readonly (readonly [string, string])[] = [
      ['银团', title],
      ['借款企业', enterpriseName],
      ['状态', SYNDICATE_STATE_NAMES[state]],
      ['期限、利率', `${termText(syndicate)}，${rateText(syndicate)}`],
      ['导出时间', formatInstant(now())],
      ['规则', RULE_SOURCE],
      ...(sight === 'all'
        ? rulesOf(syndicate).map((rule) => [rule.holds ? '符合' : '不符合', rule.sentence] as const)
        : []),
      ...(isSample ? [['示例', SYNDICATE_SAMPLE_STRIP] as const] : []),
      ...(reported ? [['报道', `${reported.source}：${reported.facts.join('；')}`] as const] : []),
    ]
    for (const [what, says] of lines) cover.addRow([what, withoutFormula(says)]).commit()
    cover.commit()

    const table = workbook.addWorksheet('份额', { views: [{ state: 'frozen', ySplit: 1 }] })
    const money = (header: string) => ({ header, width: 20, style: { numFmt: YUAN } })
    table.columns = [
      { header: '银行', width: 30 },
      { header: '角色', width: 14 },
      money('承贷金额（元）'),
      { header: '占比', width: 12, style: { numFmt: '0.00%' } },
      ...['已放款（元）', '未放款（元）', '余额（元）'].map(money),
    ]
    for (const one of shares) table.addRow(shareRow(one, totalFen, jointly)).commit()
    table.commit()

    const paid = workbook.addWorksheet('提款与还款', { views: [{ state: 'frozen', ySplit: 1 }] })
    paid.columns = [
      ...['序号', '种类', '日期'].map((header) => ({ header, width: 12 })),
      money('金额（元）'),
      ...shares.map(({ bankName }) => money(withoutFormula(bankName))),
    ]
    for (const flow of await syndicates.flowsOf(syndicate.id)) {
      const parts = shares.map(({ key }) => yuan(flow.parts.find((part) => part.key === key)?.fen ?? 0))
      paid.addRow([flow.seq, KINDS[flow.kind], flow.on, yuan(flow.amountFen), ...parts]).commit()
    }
    paid.commit()
    await workbook.commit()
  }

const yuan = (fen: number): number => fen / FEN_PER_YUAN

const shareRow = (one: SyndicateMember, totalFen: number, jointly: boolean): (string | number | null)[] => [
  withoutFormula(one.bankName),
  roleName(one.role, jointly),
  ...[yuan(one.shareFen), one.shareFen / totalFen],
  ...[yuan(one.drawnFen), yuan(one.shareFen - one.drawnFen), yuan(one.drawnFen - one.repaidFen)],
]
