import { findFactSpec } from '@lueqiao/matching-engine'
import { CONSENT_SCOPES, isInForce, mayShare, type Consent, type Evidence, type Need } from '../../enterprises/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { exactWanText, wanText, type Fen } from '../../kernel/money.js'
import { formatRatePct, formatSharePct, pctFromBp } from '../../kernel/percent.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import type { Application, Refusal } from '../rules/application.js'
import { APPLICATION_PURPOSE, keepsBankAccess } from '../rules/bank-access.js'
import type { FinancingRequest } from '../rules/financing-request.js'
import { VERDICT_NAMES } from '../rules/product-choices.js'
import { REFUSALS } from '../rules/refusal-codes.js'
import { isEnded } from '../rules/state-table.js'
import { dayWithWeekday, shortInstant } from './timeline.views.js'

const wan = (fen: Fen | null) => (fen === null ? '未填写' : wanText(fen))

export const amountText = ({ amountFen }: Pick<Application, 'amountFen'>): string => wan(amountFen)

/** Why the bank said no, in plain words, with what would change it and what the enterprise holds against it. */
export function refusalPart({ refusal, contests, state }: Application, basis: string) {
  if (refusal === null) return null
  const condition = refusedCondition(refusal)
  return {
    // A refusal that the bank took back stays readable, but is marked.
    standing: state === 'declined',
    title: REFUSALS[refusal.code].title,
    text: refusal.text,
    // The origin of a product term does not matter where a value was not confirmed.
    condition: condition && { ...condition, basis: refusal.code === 'fact-not-confirmed' ? '' : basis },
    wayOn: refusal.wayOn,
    when: shortInstant(refusal.at),
    by: refusal.by,
    contests: contests.map((contest) => ({
      about: contest.fact === null ? '' : (findFactSpec(contest.fact)?.label ?? ''),
      text: contest.text,
      when: shortInstant(contest.at),
      files: contest.evidenceIds.length,
      answer: contest.answer && {
        upheld: contest.answer.upheld ? '异议成立' : '异议不成立',
        css: contest.answer.upheld ? 'pass' : 'fail',
        text: contest.answer.text,
        when: shortInstant(contest.answer.at),
      },
    })),
  }
}

/** The papers: what state each is in, and who can see it today. */
export function documentRows(
  application: Application,
  files: readonly Evidence[],
  consents: readonly Consent[],
  today: LawDate,
) {
  const { bankId, bankName, documents, state } = application
  const seen =
    bankId !== null && mayShare(consents, { bankId, purpose: APPLICATION_PURPOSE, scope: 'evidence' }, today)
      ? (bankName ?? '')
      : ''
  return documents.map((paper, place) => {
    const own = paper.evidenceIds.map((id) => files.find((file) => file.id === id))
    const there = own.filter((file) => file !== undefined)
    return {
      id: `d${place + 1}`,
      code: paper.code,
      title: paper.title,
      reason: paper.reason,
      status: statusOf(paper.checkedAt !== null, there.length > 0, own.length > there.length, paper.required),
      css: paper.checkedAt !== null ? 'pass' : there.length > 0 ? '' : 'unknown',
      updated: latest(there.map(({ uploadedAt }) => uploadedAt)),
      seenBy: there.length === 0 ? '还没有文件' : seen === '' ? '只有本企业' : seen,
      files: there.map(({ id, name }) => ({ name, href: paths.enterpriseFile({ id }) })),
      open: !isEnded(state),
    }
  })
}

function statusOf(checked: boolean, there: boolean, lost: boolean, required: boolean): string {
  if (checked) return '银行已核对'
  if (there) return lost ? '已提交，其中有文件已删除' : '已提交，待核对'
  if (lost) return '文件已删除，待补充'
  return required ? '待补充' : '待补充，审批前补齐即可'
}

const latest = (dates: readonly Date[]) =>
  dates.length === 0 ? '未提交' : shortInstant(new Date(Math.max(...dates.map((date) => date.getTime()))))

/** The offers of all banks of the request, each in one line; a bank that has none yet says until when. */
export function offerRows(applications: readonly Application[]) {
  return applications
    .filter(({ kind }) => kind === 'bank')
    .map(({ id, bankName, productName, offer, step, state }) => ({
      bank: bankName ?? '',
      product: productName ?? '',
      href: paths.enterpriseApplication({ id }),
      offer: offer && {
        amount: wan(offer.terms.amountFen),
        rate: formatRatePct(pctFromBp(offer.terms.rateBp)),
        months: `${offer.terms.months} 个月`,
        until: formatDate(offer.terms.validUntil),
      },
      waiting: isEnded(state)
        ? '已结束，没有报价'
        : state === 'returned'
          ? '等您补充后继续'
          : step?.name === 'terms'
            ? `等待初步方案，最迟 ${dayWithWeekday(step.dueOn)}`
            : '还没有报价',
    }))
}

export function summaryRows(application: Application, request: FinancingRequest, need: Need) {
  const verdict = request.products.find(({ productId }) => productId === application.productId)?.verdict
  const { investmentFen, ownFundsFen, energySavingTce } = need
  const own =
    ownFundsFen === null
      ? '未填写'
      : `${wan(ownFundsFen)}${investmentFen ? `，${formatSharePct((ownFundsFen / investmentFen) * 100)}` : ''}`
  const rows: readonly (readonly [string, string, string])[] = [
    ['申请编号', application.number, ''],
    ['提交时间', formatInstant(request.submittedAt), ''],
    ['融资需求', need.title, ''],
    ['申请金额', wan(application.amountFen), exactWanText(application.amountFen)],
    ['总投资', wan(investmentFen), ''],
    ['自有资金', own, ''],
    ['年节能量', energySavingTce === null ? '未填写' : `${groupDigits(energySavingTce, 2)} 吨标准煤`, ''],
    ['提交时匹配结果', verdict ? VERDICT_NAMES[verdict] : `${request.products.length} 个产品符合或待补充`, ''],
    ...request.securities.map((one): [string, string, string] => [
      one.kind,
      [one.reference, one.valueFen === null ? '价值未填写' : wan(one.valueFen)].filter(Boolean).join('，'),
      '',
    ]),
    ['存证摘要', request.snapshotHash.slice(0, 12), request.snapshotHash],
  ]
  return rows.map(([label, value, exact]) => ({ label, value, exact }))
}

/** What the bank may see until when, and the way to take it back. */
export function consentRow(
  { bankId, bankName, kind, state }: Application,
  { consent }: FinancingRequest,
  consents: readonly Consent[],
  today: LawDate,
) {
  if (kind === 'hall' || bankId === null) {
    return {
      sentence: `获得名额的银行可查看：${scopesText(consent.scopes)}，至 ${formatDate(consent.until)}。现在的银行只看到匿名的需求。`,
      revocation: '',
      gone: false,
    }
  }
  const own = consents.filter((one) => one.bankId === bankId && one.purpose === APPLICATION_PURPOSE)
  const [inForce] = own.filter((one) => isInForce(one, today))
  if (inForce) {
    return {
      sentence: keepsBankAccess([{ state }])
        ? `${bankName ?? ''}可查看：${scopesText(inForce.scopes)}，至 ${formatDate(inForce.until)}。`
        : `${bankName ?? '银行'}不能再凭这份申请查看您的资料；授权本身到 ${formatDate(inForce.until)} 为止。`,
      revocation: paths.enterpriseConsentRevocation({ id: inForce.id }),
      gone: false,
    }
  }
  const ended = own[0]?.revokedAt ? `${formatDate(chinaDay(own[0].revokedAt))} 收回` : '已到期'
  return { sentence: `授权${ended}，${bankName ?? '银行'}现在看不到您的资料。`, revocation: '', gone: true }
}

const scopesText = (scopes: readonly (keyof typeof CONSENT_SCOPES)[]) =>
  scopes.map((scope) => CONSENT_SCOPES[scope].replace(/（.*）/, '')).join('、')

/** What a refusal rests on, in the enterprise's words. */
export type RefusedCondition = { readonly label: string; readonly sentence: string }

/**
 * The condition behind a refusal, in the enterprise's words; null where there is none. For a fact that the bank did not
 * confirm, the portal's own verdict is left out, because it was computed from the disputed value.
 */
export function refusedCondition(refusal: Pick<Refusal, 'code' | 'condition'> | null): RefusedCondition | null {
  if (!refusal?.condition) return null
  const { fact, sentence, stated } = refusal.condition
  if (refusal.code !== 'fact-not-confirmed') {
    return sentence.endsWith('，符合') ? null : { label: '没有满足的条件', sentence }
  }
  const name = findFactSpec(fact)?.label ?? '申报的内容'
  const found = stated ? `您填报的是 ${stated}，银行核实的结果与此不一致。` : '银行核实的结果与您填报的不一致。'
  return { label: '核实不一致的内容', sentence: `${name}。${found}` }
}
