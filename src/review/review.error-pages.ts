import { STATE_NAMES } from '../applications/index.js'
import { formatInstant } from '../kernel/format-instant.js'
import { paths } from '../paths.js'
import { NotFound, PageError, type ErrorPages } from '../web/errors.js'
import type { RefusedCase } from './rules/review-refused.js'

const caseLinks = ({ id, number }: RefusedCase) => [{ href: paths.bankApplication({ id }), text: `查看申请 ${number}` }]

/** A step that is not possible in the present state. @param advice a sentence that says what to do instead */
function stepNotPossible(found: RefusedCase, step: string, advice: string): PageError {
  const state = `这份申请现在是“${STATE_NAMES[found.state]}”。`
  const message = `“${step}”没有办成：${state}${advice}没有任何内容被改动。`
  return new PageError(409, '这一步现在不能办理', message, caseLinks(found))
}

type PendingProposal = RefusedCase & { readonly by: string; readonly at: Date; readonly isOwn: boolean }

function proposalPending({ by, at, isOwn, ...found }: PendingProposal): PageError {
  const who = isOwn ? '您自己' : by
  const advice = isOwn
    ? '提出意见的人不能审批自己的意见，请由另一位审批经理审批；要改意见，请先收回。'
    : '请等审批经理审批或退回。'
  return new PageError(
    409,
    '已有待审批的意见',
    `${formatInstant(at)}，${who}提出了审批意见，还没有审批。${advice}您刚才提交的内容没有保存。`,
    caseLinks(found),
  )
}

/** The pages for the refusals of the review. */
export const reviewErrorPages = {
  'review.no-open-contest': (found: RefusedCase) => stepNotPossible(found, '答复异议', '没有等待答复的异议。'),
  'review.document-without-file': ({ title, ...found }: RefusedCase & { readonly title: string }) =>
    stepNotPossible(found, '核对材料', `“${title}”还没有文件。`),
  'review.no-visit-now': (found: RefusedCase) => stepNotPossible(found, '预约走访', '受理之后、办结之前可以预约。'),
  'review.request-withdrawn': (found: RefusedCase) =>
    stepNotPossible(found, '重新审查', '企业已经撤回这次大厅申请，请与企业商量后由企业重新申请。'),
  'review.consent-ended': (found: RefusedCase) =>
    stepNotPossible(
      found,
      '重新审查',
      '企业的授权已经收回或到期，贵行看不到申请的资料，请与企业商量后由企业重新申请。',
    ),
  'review.proposal-pending': proposalPending,
  'review.no-proposal': (found: RefusedCase) =>
    new PageError(
      409,
      '没有待审批的意见',
      `这份申请没有等待审批的意见，可能已经审批、退回或收回。现在是“${STATE_NAMES[found.state]}”。`,
      caseLinks(found),
    ),
  'review.settings-changed': ({ by }: { readonly by: string | null }) =>
    new PageError(409, '有人先改了设置', `${by ?? '同事'}刚刚改过这项设置，您的修改没有保存。`, [
      { href: paths.bankSettings({}), text: '查看现在的设置' },
    ]),
  'review.officer-unknown': () => new PageError(422, '没有改派', '请从本行在用的账号中选择一位。'),
  'review.no-such-item': () => new NotFound('这份申请没有这项材料。'),
  'review.no-such-document': () => new NotFound('这份申请没有这份材料。'),
  'review.document-not-consented': () =>
    new NotFound('企业没有授权贵行查看材料，或授权已经收回、到期，或这次申请已经撤回、放弃、失效。'),
  'review.document-deleted': () => new NotFound('没有这份材料，可能已经删除。'),
  'review.no-such-visit': () => new NotFound('没有这次走访，或结果已经记录。'),
  'review.no-such-escalation': () => new NotFound('没有这项督办。'),
} satisfies ErrorPages
