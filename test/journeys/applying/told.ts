import { mailsTo } from '../../support/people.js'
import type { Actor, Stage } from './stage.js'

/** The subjects of what a person was told, oldest first, without what they are about; those of the mails likewise. */
export async function told(
  stage: Stage,
  actor: Actor,
): Promise<{ readonly notices: readonly string[]; readonly mails: readonly string[] }> {
  const short = (subject: string) => subject.replace(/^【请尽快处理】/, '').replace(/：[^：]*（[^）]*）$/, '')
  const mails = (await mailsTo(stage.test, actor.person.email)).toReversed()
  return {
    notices: (await actor.inbox()).map(({ subject }) => short(subject)),
    mails: mails.map(({ subject }) => short(subject)),
  }
}
