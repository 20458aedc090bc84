import type { Request as Asked, Response } from 'express'
import { z } from 'zod'
import { chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { Invalid } from '../../web/errors.js'
import { readForm } from '../../web/form.js'
import { amountBand } from '../bands.js'
import { readClaim, readShown } from '../claim.form.js'
import type { Context } from '../context.js'
import { requestFor } from '../hall-request.js'
import { makeClaim, withdrawClaim } from '../make-claim.js'
import { releasePlace } from '../release-places.js'
import { hallRequestPage } from './hall-request.page.js'

const backTo = (req: Asked, res: Response) => {
  res.redirect(303, paths.hallRequest({ id: idParam(req) }))
}

/** `POST /bank/hall/:id/claim`: makes the claim of the bank, or changes it. */
export const postClaim = (context: Context) => async (req: Asked, res: Response) => {
  const user = currentUser(req)
  const { products, request } = await requestFor(context, user.organisation.id, idParam(req))
  const catalogue = (await context.catalogue.at(request.catalogue)) ?? (await context.catalogue.current())
  const today = chinaDay(context.now())
  const read = readClaim(
    req.body,
    products.map(({ productId: id }) => catalogue.products.get(id) ?? { id }),
    today,
    amountBand(request.amountFen),
  )
  if (!read.ok) {
    res.status(422)
    await hallRequestPage(context, req, res, read)
    return
  }
  await makeClaim(context, user, idParam(req), read.claim, read.shown)
  backTo(req, res)
}

/** `POST /bank/hall/:id/claim/withdrawal` */
export const postClaimWithdrawal = (context: Context) => async (req: Asked, res: Response) => {
  const user = currentUser(req)
  await requestFor(context, user.organisation.id, idParam(req))
  const shown = readShown(req.body)
  if (shown === null) throw new Invalid([{ path: 'version', message: '请刷新页面后重试' }])
  await withdrawClaim(context, user, idParam(req), shown)
  backTo(req, res)
}

const release = z.strictObject({
  version: z
    .string('请刷新页面后重试')
    .regex(/^\d{1,6}$/, '请刷新页面后重试')
    .transform(Number),
  reason: z.string('请填写放弃的原因').trim().min(1, '请填写放弃的原因').max(500, '放弃的原因最多 500 个字'),
})

/** `POST /bank/hall/:id/release`: the bank gives its place up. */
export const postRelease = (context: Context) => async (req: Asked, res: Response) => {
  const user = currentUser(req)
  await requestFor(context, user.organisation.id, idParam(req))
  const read = readForm(release, req.body)
  if (!read.ok) {
    res.status(422)
    await hallRequestPage(context, req, res, read)
    return
  }
  await releasePlace(context, user, idParam(req), read.value.reason, read.value.version)
  backTo(req, res)
}
