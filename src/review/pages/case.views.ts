import { REFUSALS, STATE_NAMES, type Application, type Proposal } from '../../applications/index.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import { factSpec, formatValue } from '@lueqiao/matching-engine'
import { formatInstant } from '../../kernel/format-instant.js'
import { openContest } from '../use-cases/answer-contest.js'
import { clockOf, queueOf, awaitsDecisionOf } from '../rules/queue.js'
import type { ReviewService } from '../review.service.js'
import { amountText, clockView, exactAmountText, queueHref, queueRow, readQuery } from './queue.views.js'
import { costView, termsRows } from './terms.views.js'

type Case = Awaited<ReturnType<ReviewService['caseOf']>>

const PANEL_ROWS = 6

/** The first rows of the person's queue, including the open application. */
export function queuePanel(open: readonly Application[], current: Application, user: Express.User, now: Date) {
  const query = readQuery({})
  const { rows } = queueOf(open, query, { user, now })
  const first = rows.slice(0, PANEL_ROWS)
  const here = rows.find(({ id }) => id === current.id)
  const shown = here && !first.includes(here) ? [...first.slice(0, PANEL_ROWS - 1), here] : first
  return {
    total: rows.length,
    rows: shown.map((row) => queueRow(row, user, now, current.id)),
    href: queueHref(query),
  }
}

/** The key facts of the application; what consent does not cover is marked. */
export function factsPanel(
  application: Application,
  { file, others }: Case,
  names: Parameters<typeof formatValue>[2],
  now: Date,
) {
  const { amountFen, termMonths, dimensions, productName, officerName, state } = application
  const closed = '企业未授权查看'
  const need = (words: string) => (file.scopes.has('needs') ? words : closed)
  const division =
    dimensions.division === null ? '未填写' : formatValue('enterprise.division', dimensions.division, names)
  return [
    ['申请', `${amountText(amountFen)}，${termMonths} 个月`],
    ['产品', productName ?? '未写明产品'],
    ['用途', need(dimensions.purpose ?? '未填写')],
    ['绿色类别', need(formatValue('need.greenCode', dimensions.greenCode, names))],
    ['所在师市', file.scopes.has('profile') ? division : closed],
    ['同时投递', othersText(others)],
    ['现在的状态', STATE_NAMES[state]],
    ['本环节时限', clockView(application, clockOf(application, now), now).due],
    ['负责人', officerName ?? '未分配'],
  ].map(([label = '', value = '']) => ({ label, value }))
}

/** How many other banks have the request and how many of them made an offer; never which. */
function othersText(others: readonly Application[]): string {
  const banks = new Set(others.map(({ bankId }) => bankId)).size
  if (banks === 0) return '没有其他银行'
  const offered = new Set(others.filter(({ offer }) => offer !== null).map(({ bankId }) => bankId)).size
  return `另 ${banks} 家，${offered === 0 ? '都还没有给出方案' : offered === banks ? '均已给出方案' : `${offered} 家已给出方案`}`
}

/** A proposal that waits for a second person. */
export function proposalView(proposal: Proposal | null, application: Application, user: Express.User) {
  if (proposal === null) return null
  const rows =
    proposal.kind === 'approve'
      ? [
          ['意见', '建议批准'],
          ['金额', exactAmountText(proposal.decision.amountFen)],
          ['年利率', formatRatePct(pctFromBp(proposal.decision.rateBp))],
          ['期限', `${proposal.decision.months} 个月`],
          ['批准条件', proposal.decision.conditions || '没有'],
        ]
      : [
          ['意见', '建议不予通过'],
          ['原因', REFUSALS[proposal.refusal.code].title],
          ['具体说明', proposal.refusal.text],
          ['对应条件', proposal.refusal.condition?.sentence ?? '没有'],
        ]
  return {
    rows: rows.map(([label = '', value = '']) => ({ label, value })),
    by: proposal.by,
    at: formatInstant(proposal.at),
    threshold: amountText(proposal.thresholdFen),
    mayDecide: awaitsDecisionOf(application, user),
    mayTakeBack: proposal.byId === user.id,
  }
}

/** The enterprise's contest of a refusal while it has no answer. */
export function contestView(application: Application) {
  const contest = openContest(application)
  return (
    contest && {
      text: contest.text,
      fact: contest.fact === null ? '' : factSpec(contest.fact).label,
      at: formatInstant(contest.at),
      files: contest.evidenceIds.length,
    }
  )
}

/** The present offer, decision, refusal or request for documents. */
export function outcomeOf({ offer, decision, refusal, asked, state }: Application) {
  return {
    asked: state === 'returned' && asked ? { items: asked.items, note: asked.note, at: formatInstant(asked.at) } : null,
    offer: offer && {
      by: offer.by,
      at: formatInstant(offer.at),
      rows: termsRows(offer.terms),
      cost: costView(offer.terms),
    },
    decision: decision && {
      amount: exactAmountText(decision.amountFen),
      rate: formatRatePct(pctFromBp(decision.rateBp)),
      months: decision.months,
      conditions: decision.conditions || '没有',
      by: decision.proposedBy === null ? decision.by : `${decision.proposedBy}提出，${decision.by}批准`,
      at: formatInstant(decision.at),
    },
    refusal:
      state === 'declined' && refusal
        ? { title: REFUSALS[refusal.code].title, ...refusal, at: formatInstant(refusal.at) }
        : null,
  }
}
