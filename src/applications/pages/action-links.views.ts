import { paths } from '../../paths.js'
import type { Application } from '../application.js'
import { mayContest } from '../contest-refusal.js'
import type { FinancingRequest } from '../financing-request.js'
import { actionsFor, isEnded } from '../state-table.js'

type Link = { readonly text: string; readonly href: string }

/** What the enterprise may do with an application, by the table. */
export function actionLinks(application: Application, request: FinancingRequest): readonly Link[] {
  const { id, kind, state, productId, requestId } = application
  const may = actionsFor(application, 'enterprise')
  const again = { need: request.needId, after: id }
  return [
    ...(kind === 'hall' ? [{ text: '看大厅的轮次和名额', href: paths.enterpriseHall({ id: requestId }) }] : []),
    ...(mayContest(application) ? [{ text: '对依据提出异议', href: paths.enterpriseApplicationContest({ id }) }] : []),
    ...(isEnded(state) && state !== 'closed' && productId !== null
      ? [{ text: '再次申请', href: paths.enterpriseNewApplication({}, { ...again, again: '1' }) }]
      : []),
    ...(state === 'closed' ? [] : [{ text: '改投其他银行', href: paths.enterpriseNewApplication({}, again) }]),
    ...(may.includes('withdraw') || may.includes('takeBack')
      ? [{ text: kind === 'hall' ? '撤回大厅申请' : '撤回申请', href: paths.enterpriseApplicationWithdrawal({ id }) }]
      : []),
  ]
}

/** The one thing that waits for the enterprise, or what it had better do meanwhile. */
export function whatToDo(application: Application): {
  readonly text: string
  readonly more: string
  readonly link: Link | null
} {
  const { id, state, documents, requestId } = application
  if (state === 'returned') {
    return {
      text: `银行请您补充 ${application.asked?.items.length ?? 0} 项。`,
      more: '补齐后银行的计时接着走。',
      link: { text: '去补充', href: paths.enterpriseApplicationAnswer({ id }) },
    }
  }
  if (state === 'offered') {
    return {
      text: '银行给出了初步方案，请比较后选定。',
      more: '选定前可以向银行提出疑问。',
      link: { text: '看报价', href: paths.enterpriseRequestOffers({ id: requestId }) },
    }
  }
  const open = isEnded(state) ? [] : documents.filter(({ evidenceIds }) => evidenceIds.length === 0)
  if (open.length > 0) {
    return {
      text: `还有 ${open.length} 项材料没有提交：${open
        .slice(0, 3)
        .map(({ title }) => title)
        .join('、')}${open.length > 3 ? ' 等' : ''}。`,
      more: '审批前补齐即可，不影响现在的计时。',
      link: { text: '上传材料', href: '#doc' },
    }
  }
  if (state === 'declined') return { text: '看过原因后，可以再次申请、改投，或对依据提出异议。', more: '', link: null }
  return { text: '现在不需要您做什么，有变动会通知您。', more: '', link: null }
}
