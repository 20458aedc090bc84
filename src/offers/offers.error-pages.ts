import { formatInstant } from '../kernel/format-instant.js'
import { paths } from '../paths.js'
import { NotFound, PageError, type ErrorPages } from '../web/errors.js'
import type { ChoiceOvertaken } from './use-cases/choose-offers.js'

function choiceOvertaken({ requestId, by, at }: ChoiceOvertaken['choice']): PageError {
  const who = by === null || at === null ? '' : `：${by}于 ${formatInstant(at)} 提交`
  return new PageError(
    409,
    '同事已经先选定了方案',
    `您打开页面之后，这次申请已经选过方案${who}。您刚才的选择没有保存，请看过最新情况后再选。`,
    [{ href: paths.enterpriseRequestOffers({ id: requestId }), text: '查看最新的方案比较' }],
  )
}

/** The pages for the refusals of the offers. */
export const offerErrorPages = {
  'offer.choice-overtaken': choiceOvertaken,
  'offer.not-found': () => new NotFound('没有这份方案。'),
  'offer.none-yet': () => new NotFound('这份申请还没有方案。'),
} satisfies ErrorPages
