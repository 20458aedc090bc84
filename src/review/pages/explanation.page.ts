import type { Request, Response } from 'express'
import type { Explanation } from '../../escalations/index.js'
import { addDays, chinaDay, type LawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { idParam } from '../../web/request-params.js'
import { FormReader } from './form-reader.js'
import type { ReviewService } from '../review.service.js'
import { casePage } from './case.page.js'
import { runOrShowConflict } from './conflict.page.js'

/** How far ahead a bank may promise the day by which it will be done, in days. */
const FARTHEST = 60

/**
 * `POST /bank/escalations/:id/explanations`: why the bank exceeded a limit. The form stands on the page of the
 * application, so that this page belongs to the review and not to the escalations.
 */
export const postExplanation = (review: ReviewService) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const { escalation } = await review.escalationOf(user, idParam(req))
  const application = await review.get(user, escalation.applicationId)
  const open = escalation.end === null
  const { reading, given } = readExplanation(req.body, { today: chinaDay(review.now()), open })
  if (given === null) {
    res.status(422)
    await casePage(review, req, res, application, {
      form: `escalation-${escalation.id}`,
      typed: reading.typed,
      faults: reading.faults,
    })
    return
  }
  await runOrShowConflict(res, req, reading.typed, async () => {
    await review.explain({ user, applicationId: application.id, escalationId: escalation.id }, given)
    res.redirect(303, `${paths.bankApplication({ id: application.id }, { done: 'explained' })}#escalations`)
  })
}

type ReadExplanation = { readonly reading: FormReader; readonly given: Explanation | null }

/** The reason and, while the step is open, the promised day. */
function readExplanation(
  body: unknown,
  { today, open }: { readonly today: LawDate; readonly open: boolean },
): ReadExplanation {
  const reading = new FormReader(body, ['explanation', 'promised'])
  const text = reading.text('explanation', '原因', { min: 10, max: 1000 })
  const last = addDays(today, FARTHEST)
  const promisedOn = open ? reading.date('promised', '办完的日期', { first: today, last }) : null
  return { reading, given: reading.ok ? { key: reading.key, text, promisedOn } : null }
}
