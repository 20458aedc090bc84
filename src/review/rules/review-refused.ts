import type { Application, Proposal } from '../../applications/index.js'
import { DomainError } from '../../kernel/domain-error.js'

/** The application that a refusal is about, as the error pages need it. */
export type RefusedCase = Pick<Application, 'id' | 'number' | 'state'>

/** A refusal about one application; its data are those of `RefusedCase` and what the code needs beside. */
export class ReviewRefused extends DomainError {
  constructor(code: string, { id, number, state }: RefusedCase, data: Readonly<Record<string, unknown>> = {}) {
    super(code, { id, number, state, ...data })
  }
}

/** A proposal waits for another person. */
export const proposalPending = (application: RefusedCase, { by, byId, at }: Proposal, userId: string): ReviewRefused =>
  new ReviewRefused('review.proposal-pending', application, { by, at, isOwn: byId === userId })
