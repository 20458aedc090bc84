import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { formatInstant } from '../kernel/format-instant.js'
import type { Choice } from './choice.store.js'

/** A colleague of the same enterprise chose first: who, and when. */
export class ChoiceOvertaken extends PageError {
  constructor({ requestId, by, at }: Choice) {
    const who = by === null || at === null ? '' : `：${by}于 ${formatInstant(at)} 提交`
    super(
      409,
      '同事已经先选定了方案',
      `您打开页面之后，这次申请已经选过方案${who}。您刚才的选择没有保存，请看过最新情况后再选。`,
      [{ href: paths.enterpriseRequestOffers({ id: requestId }), text: '查看最新的方案比较' }],
    )
  }
}
