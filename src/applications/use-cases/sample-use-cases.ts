import { inTransaction } from '../../db/index.js'
import type { RequestContext } from '../request-context.js'
import type { Application } from '../rules/application.js'
import type { FinancingRequest } from '../rules/financing-request.js'
import type { Mover } from '../rules/mover.js'
import type { Submission } from '../rules/submission.js'
import { enterApplication } from './enter-application.js'
import { moveApplication, type MoveOrder } from './move-application.js'
import { submitRequest, type SubmissionResult } from './submit-request.js'

/** The use cases of applications for invented ones: as of an instant that went by, and without telling anybody. */
export type SampleUseCases = {
  readonly submit: (enterpriseId: string, given: Submission, mover: Mover) => Promise<SubmissionResult>
  /** @throws Error for a request that is no sample. */
  readonly move: (id: string, order: MoveOrder) => Promise<Application>
  readonly applicationsOf: (request: Pick<FinancingRequest, 'id'>) => Promise<readonly Application[]>
}

export function sampleUseCasesAt(context: RequestContext, at: Date): SampleUseCases {
  const { applications, connection } = context
  const now = () => at
  const quiet = { tell: () => Promise.resolve() }
  const past = { ...applications.context, now, notices: quiet }
  const then: RequestContext = {
    ...context,
    now,
    applications: {
      ...applications,
      enterIn: (session, entry) => enterApplication(past, session, entry),
      moveIn: (session, application, order) => moveApplication(past, session, application, order),
    },
  }
  return {
    async submit(enterpriseId, given, mover) {
      const { isSample } = await context.enterprises.get({ enterpriseId }, enterpriseId)
      if (!isSample) throw new Error('only sample enterprises have sample applications')
      return submitRequest(then, enterpriseId, given, mover)
    },
    move: (id, order) =>
      inTransaction(connection, async (session) => {
        const application = await applications.get('all', id, session)
        if (!application.isSample) throw new Error('only sample applications are moved like this')
        return moveApplication(past, session, application, order)
      }),
    applicationsOf: ({ id }) => applications.ofRequest('all', id),
  }
}
