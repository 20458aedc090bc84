import type { Request, Response } from 'express'
import { chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { readExplanation } from '../forms/explanation.form.js'
import type { ReviewService } from '../review-service.js'
import { casePage } from './case.page.js'
import { carryOut } from './conflict.page.js'

/** `POST /bank/escalations/:id/explanations`: why a limit went by; the form stands on the page of the application. */
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
  await carryOut(res, req, reading.typed, async () => {
    await review.explain({ user, applicationId: application.id, escalationId: escalation.id }, given)
    res.redirect(303, `${paths.bankApplication({ id: application.id }, { done: 'explained' })}#escalations`)
  })
}
