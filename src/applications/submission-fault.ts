import { PageError } from '../web/errors.js'

/** One reason why a request cannot be submitted; `field` names the control of the form, empty for none. */
export type SubmissionFault = { readonly field: string; readonly message: string }

export const refusal = (field: string, message: string): SubmissionFault => ({ field, message })

/** Ends the transaction of a submission that the guards do not let through: nothing of it stays. */
export class NotSubmitted extends PageError {
  constructor(readonly faults: readonly SubmissionFault[]) {
    super(422, '还不能提交', faults.map(({ message }) => message).join('；'))
  }
}
