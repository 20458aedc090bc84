import { NotFound, PageError, type ErrorPages } from '../web/errors.js'

/** The pages for the domain errors of this room. */
export const enterpriseErrorPages = {
  'need.not-found': () => new NotFound('没有这项需求。'),
  'need.not-open': () => new NotFound('没有这项需求，或已经撤回。'),
  'consent.not-found': () => new NotFound('没有这项授权，或已经收回。'),
  'consent.bank-not-found': () => new NotFound('没有这家机构。'),
  'evidence.not-found': () => new NotFound('没有这份材料，可能已经删除。'),
  'registration.already-decided': () => new PageError(409, '已经办理过了', '这家企业不在待审核状态，请刷新列表。'),
  'registration.not-returned': () => new PageError(409, '不需要重新提交', '企业信息不在退回状态。'),
} satisfies ErrorPages
