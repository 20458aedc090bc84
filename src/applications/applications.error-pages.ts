import { formatInstant } from '../kernel/format-instant.js'
import { paths } from '../paths.js'
import { NotFound, PageError, type ErrorPages } from '../web/errors.js'
import type { RefusedApplication } from './rules/move-refused.js'
import { moveTitle, STATE_NAMES, type ApplicationState, type MoveAction } from './rules/state-table.js'

type LastMove = {
  readonly at: Date
  readonly by: string
  readonly action: string
  readonly from: ApplicationState
} | null
type MoveData = { readonly application: RefusedApplication; readonly last: LastMove }
type Named = { readonly id: string; readonly number: string }

const lastSentence = (last: LastMove) =>
  last === null ? '' : `最近一次变动：${formatInstant(last.at)}，${last.by}，${moveTitle(last.action, last.from)}。`

const toApplication = ({ id, number }: Named, end = '') => [
  { href: paths.application({ id }), text: `查看申请 ${number}${end}` },
]

export const applicationErrorPages = {
  'application.not-found': () => new NotFound('没有这份申请。'),
  'application.request-not-found': () => new NotFound('没有这次申请。'),
  'application.snapshot-not-found': () => new NotFound('没有这次申请的存证。'),
  'application.draft-not-found': () => new NotFound('没有这份草稿，可能已经提交或放弃。'),

  'application.move-refused': ({ action, application, last }: MoveData & { readonly action: MoveAction }) =>
    new PageError(
      409,
      '这一步现在不能办理',
      `“${moveTitle(action, application.state)}”没有办成：这份申请现在是“${STATE_NAMES[application.state]}”。${lastSentence(last)}没有任何内容被改动。`,
      toApplication(application, ' 的最新进度'),
    ),
  'application.version-missing': ({ application }: MoveData) =>
    new PageError(
      409,
      '表单不完整，没有保存',
      `这次提交没有说明是从哪一版页面填的，可能是页面没有完整打开，或者打开得太早。申请没有变动，现在是“${STATE_NAMES[application.state]}”；您刚才提交的内容没有保存，请重新打开申请再办理。`,
      toApplication(application, ' 的最新进度'),
    ),
  'application.overtaken': ({ application, last }: MoveData) =>
    new PageError(
      409,
      '有人先办理了这份申请',
      `您打开页面之后，这份申请已经变动，现在是“${STATE_NAMES[application.state]}”。${lastSentence(last)}您刚才提交的内容没有保存，请看过最新进度后再办理。`,
      toApplication(application, ' 的最新进度'),
    ),

  'application.nothing-to-contest': ({ id, state }: { readonly id: string; readonly state: ApplicationState }) =>
    new PageError(
      409,
      '现在没有可以提出异议的决定',
      state === 'declined'
        ? '您已经提出过异议，银行还没有答复；答复后如仍有不同意见，可以再提。'
        : '只有未通过的申请可以对依据提出异议。没有任何内容被改动。',
      [{ href: paths.application({ id }), text: '查看申请的最新进度' }],
    ),
  'application.document-not-attached': ({ id, most }: { readonly id: string; readonly most: number }) =>
    new PageError(
      409,
      '材料没有附上',
      `这份申请已经结束，或者没有这一项材料，或者这一项已经有 ${most} 份文件。文件本身仍保存在“证明材料”中。`,
      [
        { href: paths.application({ id }), text: '查看申请的最新进度' },
        { href: paths.enterpriseEvidence({}), text: '证明材料' },
      ],
    ),
  'application.contract-in-force': (data: {
    readonly banks: readonly string[]
    readonly applications: readonly Named[]
  }) =>
    new PageError(
      409,
      '现在不能注销',
      `与${data.banks.join('、')}的贷款合同还没有结清。结清后才能注销；在此之前资料要留给贷后管理。没有任何内容被改动。`,
      data.applications.map(({ id, number }) => ({
        href: paths.enterpriseApplication({ id }),
        text: `查看申请 ${number}`,
      })),
    ),

  'reservation.need-withdrawn': (application: Named) =>
    new PageError(
      409,
      '不能重新审查',
      '申请结束后，企业已经撤回这项融资需求。没有任何内容被改动，请与企业商量后由企业重新申请。',
      toApplication(application),
    ),
  'reservation.taken-meanwhile': ({ why, ...application }: Named & { readonly why: string }) =>
    new PageError(
      409,
      '不能重新审查',
      `申请结束后，企业已经把这部分金额或担保用在别的申请中（${why}）。没有任何内容被改动，请与企业商量后由企业重新申请。`,
      toApplication(application),
    ),
} satisfies ErrorPages
