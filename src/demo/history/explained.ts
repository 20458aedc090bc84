import type { Application } from '../../applications/index.js'
import { newRecordId } from '../../db/index.js'
import { addDays, chinaDay } from '../../kernel/dates.js'
import type { Stage } from './stage.js'

const REASONS = [
  '经办人员休假，交接后立即办理（示例）',
  '等总行授权文件，收到后立即办理（示例）',
  '季末业务集中，已安排专人补办（示例）',
  '信贷系统升级期间无法录入，恢复后补办（示例）',
] as const

/**
 * What a bank says when the bureau has heard of a step that it let pass: four of five say why and by when; of these one
 * names a day that it will not keep. Which is which follows from the number, so that nothing else of the history changes.
 * @param user the person of the bank that it lies with
 * @param done the instant at which the bank will be done
 */
export async function explained(
  stage: Pick<Stage, 'escalations' | 'now'>,
  user: Express.User,
  { id: applicationId, number: label }: Pick<Application, 'id' | 'number'>,
  done: Date,
): Promise<void> {
  const number = Number(label.replace(/\D/g, '').slice(-7))
  const [told] = await stage.escalations.list({ applicationId })
  if (told?.escalation.end !== null || number % 5 === 0) return
  const [today, last] = [chinaDay(stage.now()), chinaDay(done)]
  const early = addDays(last, -1)
  const promisedOn = number % 5 === 1 && early >= today ? early : last
  const of = { user, applicationId, escalationId: told.escalation.id }
  const text = REASONS[number % REASONS.length] ?? REASONS[0]
  await stage.escalations.explain(of, { key: newRecordId(), text, promisedOn })
}
