import type { Request, Response } from 'express'
import { wanFromFen, exactWanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { FormReader } from './form-reader.js'
import type { ReviewService } from '../review.service.js'
import { DEFAULT_FOUR_EYES_FEN } from '../rules/threshold.js'
import { runOrShowConflict } from './conflict.page.js'

/** `GET /bank/settings`: the settings of a bank, for its managers. */
export const showSettings = (review: ReviewService) => (req: Request, res: Response) =>
  settingsPage(review, req, res, null)

/** `POST /bank/settings` */
export const postSettings = (review: ReviewService) => async (req: Request, res: Response) => {
  const reading = new FormReader(req.body, ['threshold'])
  const fourEyesFen = reading.wan('threshold', '双人审批门槛')
  if (!reading.ok) {
    res.status(422)
    await settingsPage(review, req, res, reading)
    return
  }
  await runOrShowConflict(res, req, reading.typed, async () => {
    await review.setThreshold(currentUser(req), { fourEyesFen, shown: reading.shown })
    res.redirect(303, paths.bankSettings({}, { done: 'saved' }))
  })
}

async function settingsPage(
  review: ReviewService,
  req: Request,
  res: Response,
  refused: FormReader | null,
): Promise<void> {
  const setting = await review.thresholdOf(currentUser(req).organisation.id)
  const fen = setting?.fourEyesFen ?? DEFAULT_FOUR_EYES_FEN
  page(res, 'review/settings', {
    title: '审批设置',
    indexed: false,
    tabs: bankTabs('queue'),
    csrf: csrfToken(req),
    faults: refused?.faults ?? [],
    wrong: refused?.faults.find(({ field }) => field === 'threshold')?.message ?? '',
    value: refused?.typed.threshold ?? String(wanFromFen(fen)),
    now: exactWanText(fen),
    version: setting?.version ?? 0,
    changed: setting ? `${setting.by} ${formatInstant(setting.at)} 修改` : '平台的默认值，本行还没有修改过',
    done: req.query.done === 'saved' ? '已保存，之后的审批按新门槛办理。' : '',
    action: paths.bankSettings({}),
  })
}
