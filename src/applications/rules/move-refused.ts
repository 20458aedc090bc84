import { DomainError } from '../../kernel/domain-error.js'
import type { Application, MoveRecord } from './application.js'
import type { MoveAction } from './state-table.js'

/** What the page of a refused move needs of the application. */
export type RefusedApplication = Pick<Application, 'id' | 'number' | 'state'>

const data = ({ id, number, state }: Application, last: MoveRecord | null) => ({
  application: { id, number, state },
  last: last && { at: last.at, by: last.by.name, action: last.action, from: last.from },
})

/** The table does not allow this move from the state of the application. */
export class MoveRefused extends DomainError {
  constructor(
    readonly action: MoveAction,
    application: Application,
    last: MoveRecord | null,
  ) {
    super('application.move-refused', { action, ...data(application, last) })
  }
}

/** Somebody else changed the application first; the data names who, when and what. */
export class Overtaken extends DomainError {
  constructor(application: Application, last: MoveRecord | null) {
    super('application.overtaken', data(application, last))
  }
}

/**
 * Refuses a form that was filled in on an older page. @param shown the version that the form showed; undefined where no
 * form was shown, and below 1, which no application has, where the form does not say.
 * @throws Overtaken, DomainError `application.version-missing`
 */
export function refuseOvertaken(shown: number | undefined, application: Application, last: MoveRecord | null): void {
  if (shown === undefined || shown === application.version) return
  if (shown < 1) throw new DomainError('application.version-missing', data(application, last))
  throw new Overtaken(application, last)
}
